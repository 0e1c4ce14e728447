import type { Ctx } from "./ctx";
import { forbidden } from "./errors";

/** What can be read or written; an API key carries a list of scopes, a member's role stands for one. */
export const resources = [
  "servers",
  "humans",
  "grants",
  "agents",
  "instances",
  "consents",
  "connections",
  "policies",
  "events",
  "payloads",
  "checkpoints",
  "keys",
  "members",
  "tenant",
] as const;
export type ScopeResource = (typeof resources)[number];
export type Scope = `${ScopeResource}:read` | `${ScopeResource}:write`;

export type Role = "owner" | "admin" | "auditor" | "viewer";
export const roles = ["owner", "admin", "auditor", "viewer"] as const satisfies readonly Role[];

const everything = "*";
const reading = (except: readonly ScopeResource[]): string[] =>
  resources.filter((r) => !except.includes(r)).map((r) => `${r}:read`);

/** What a member's role lets them do. Owners also manage members; only auditors (and owners) read stored arguments. */
export const roleScopes: Record<Role, readonly string[]> = {
  owner: [everything],
  admin: [
    ...reading(["payloads"]),
    ...resources.filter((r) => r !== "members" && r !== "payloads").map((r) => `${r}:write`),
  ],
  auditor: reading([]),
  viewer: reading(["payloads", "keys"]),
};

/** Whether `value` can stand in the scopes of an API key. */
export const isScope = (value: string): boolean =>
  value === everything || resources.some((r) => value === `${r}:read` || value === `${r}:write`);

export const hasScope = (scopes: readonly string[], needed: Scope): boolean =>
  scopes.includes(everything) || scopes.includes(needed);

/** Every verb's first line: the door has checked already, and the verb checks again. Throws `forbidden`. */
export function requireScope(ctx: Ctx, needed: Scope): void {
  if (!hasScope(ctx.scopes, needed)) throw forbidden(`This needs the permission ${needed}.`);
}
