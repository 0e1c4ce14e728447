import type { AuditEvent } from "@/lib/audit/event";

const calls: ReadonlySet<string> = new Set(["gateway.tool.executed", "gateway.tool.error"]);

/** Whether an event is a tool call that was decided, so that its decision can be explained and asked again. */
export const isDecidedCall = ({ type, decision }: AuditEvent): boolean => calls.has(type) && decision !== null;
