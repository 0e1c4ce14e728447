import { isCallType } from "@/lib/audit/call-types";
import type { AuditEvent } from "@/lib/audit/event";

/** Whether an event is of a call that was decided, so that its decision can be explained and asked again. */
export const isDecidedCall = ({ type, decision }: AuditEvent): boolean => isCallType(type) && decision !== null;
