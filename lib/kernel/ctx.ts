/** Where a request came in. */
export type Surface = "mcp" | "console" | "api" | "cli" | "system";

/** Who asks. A member is a console user, a key an API key, a human somebody who decides about their own agents, an agent
 * acts on its own behalf when it connects, system is the product itself (command line, recovery, start). */
export type Actor =
  | { type: "member"; id: string; email: string; name: string | null }
  | { type: "key"; id: string; name: string }
  | { type: "human"; id: string; key: string; email: string | null; name: string | null }
  | { type: "agent"; id: string; name: string }
  | { type: "system"; id: "cli" | "setup" | "gateway" | "oauth" | "recovery"; name: string };

/**
 * Who asks, in which tenant, from where, under which request id. Every verb takes it first: a query cannot be scoped
 * and a change cannot be recorded without it.
 */
export type Ctx = {
  tenant: { no: number; slug: string; organizationId: string };
  actor: Actor;
  /** What the asker may do: see `lib/kernel/scope.ts`. */
  scopes: readonly string[];
  surface: Surface;
  requestId: string;
  ip: string | null;
  userAgent: string | null;
};
