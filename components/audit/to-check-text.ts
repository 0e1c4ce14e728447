import type { EventCheck } from "@/lib/audit/event";

/** `check("agent|x", "tool", "server:server")`, as it can be typed. */
export const toCheckText = ({ user, action, resource }: EventCheck): string =>
  `check(${[user, action, resource].map((part) => JSON.stringify(part)).join(", ")})`;
