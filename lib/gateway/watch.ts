import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import { loadReach, type Reach } from "@/lib/registry/load-reach";
import { onTenantChanged } from "@/lib/registry/on-changed";
import { loadPolicySet } from "@/lib/registry/policies/load-policy-set";
import { loadBuiltIn } from "@/lib/registry/tenants/load-built-in";
import { visibleTools } from "./internal/reach";

/** Finds the principal of an open stream again; undefined where it may not be here any more. Rejects while the database is away. */
export type Refind = {
  (): Promise<Principal | undefined>;
  /** To be called when the stream is over: it is on record, once, where it ended because the principal may not go on. */
  closed: (openMs: number) => void;
};

export type Watch = {
  /** Resolves when the client should list its tools again, or when it may not be here any more. */
  next: () => Promise<"changed" | "gone">;
  /** Whether the principal may use this now, as far as the last look knows. Waits for the first one. */
  sees: (tool: string) => Promise<boolean>;
  close: () => void;
};

/** How often an open stream looks by itself: whoever changes something tells, but a message can be lost, and consents expire. */
const recheckMs = 5_000;
/** Looks in a row that only ask whether the principal may be here, before one that asks what it sees. */
const listEvery = 6;
/** Changes come in bursts; a stream looks once for those of a moment. */
const settleMs = 100;

/**
 * Watches over what the principal of an open stream may see on its server. It has changed when it is not what the client was
 * last shown (remembered at every listing, also by another process), or not what it was last told of here.
 */
export function watchVisible(principal: Principal, refind: Refind): Watch {
  const { tenant, instance, server } = principal;
  let told: string | undefined;
  let visible: ReadonlySet<string> = new Set();
  let looks = 0;
  let pending: "changed" | "gone" | undefined;
  let wake: (() => void) | undefined;
  let settling: NodeJS.Timeout | undefined;
  let closed = false;

  const say = (what: "changed" | "gone"): void => {
    if (pending !== "gone") pending = what;
    wake?.();
  };

  async function look(withList: boolean): Promise<void> {
    const again = await refind();
    if (closed) return;
    if (again === undefined) return say("gone");
    if (!withList) return;
    const policies = await loadPolicySet(tenant.no, again.tenant.policySetVersion);
    // Of the aggregate endpoint all servers count, and the gateway's own tools.
    const reaches = await loadReach(tenant.no, instance.id, server?.id ?? null);
    const own = server === null ? await loadBuiltIn(tenant.no, instance.id) : { on: [], listed: null };
    const seenOf = await Promise.all(
      reaches.map(async (reach) => ({ reach, names: await visibleTools(again, reach, policies) })),
    );
    visible = new Set(seenOf.flatMap(({ names }) => names));
    // Who has never listed has nothing to list again.
    const listed = seenOf.filter(({ reach, names }) => reach.listed !== null || (server === null && names.length > 0));
    if (own.listed === null && listed.every(({ reach }) => reach.listed === null)) return;
    const seen = [
      ...own.on,
      ...listed.map(({ reach, names }) => `${reach.server.key}\n${definitionsOf(reach, names)}`),
    ].join("\n");
    const asListed =
      (own.listed === null || own.on.join("\n") === own.listed.join("\n")) &&
      listed.every(({ reach, names }) => names.join("\n") === reach.listed?.join("\n"));
    const news = told === undefined ? !asListed : told !== seen;
    told = seen;
    if (news && !closed) say("changed");
  }

  // A stream whose principal cannot be checked is ended: it would outlive a revocation otherwise.
  const lookOrEnd = (withList: boolean): Promise<void> => look(withList).catch(() => say("gone"));
  const timer = setInterval(() => {
    looks += 1;
    void lookOrEnd(looks % listEvery === 0);
  }, recheckMs);
  timer.unref();
  const stopListening = onTenantChanged(tenant.no, () => {
    clearTimeout(settling);
    settling = setTimeout(() => lookOrEnd(true), settleMs);
  });
  const firstLook = lookOrEnd(true);

  return {
    async sees(tool) {
      await firstLook;
      return visible.has(tool);
    },
    async next() {
      while (pending === undefined)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      const what = pending;
      if (what !== "gone") pending = undefined;
      return what;
    },
    close() {
      closed = true;
      clearInterval(timer);
      clearTimeout(settling);
      stopListening();
      say("gone");
    },
  };
}

/** The tools that are seen of one server, each with the hash of its definition. */
function definitionsOf(reach: Reach, names: readonly string[]): string {
  const hashes = new Map(reach.tools.map((tool) => [tool.name, tool.definitionHash]));
  return names.map((name) => `${name} ${hashes.get(name)}`).join("\n");
}
