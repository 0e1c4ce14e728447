import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import { loadReach } from "@/lib/registry/load-reach";
import { onTenantChanged } from "@/lib/registry/on-changed";
import { loadPolicySet } from "@/lib/registry/policies/load-policy-set";
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
    if (again === undefined || server === null) return say("gone");
    if (!withList) return;
    const policies = await loadPolicySet(tenant.no, again.tenant.policySetVersion);
    const [reach] = await loadReach(tenant.no, instance.id, server.id);
    // Who has never listed has nothing to list again.
    if (reach === undefined || reach.listed === null) return;
    const names = await visibleTools(again, reach, policies);
    const hashes = new Map(reach.tools.map((tool) => [tool.name, tool.definitionHash]));
    const seen = names.map((name) => `${name} ${hashes.get(name)}`).join("\n");
    const asListed = names.length === reach.listed.length && names.every((name, i) => name === reach.listed?.[i]);
    const news = told === undefined ? !asListed : told !== seen;
    told = seen;
    if (news && !closed) say("changed");
  }

  // A stream whose principal cannot be checked is ended: it would outlive a revocation otherwise.
  const lookOrEnd = (withList: boolean): void => void look(withList).catch(() => say("gone"));
  const timer = setInterval(() => {
    looks += 1;
    lookOrEnd(looks % listEvery === 0);
  }, recheckMs);
  timer.unref();
  const stopListening = onTenantChanged(tenant.no, () => {
    clearTimeout(settling);
    settling = setTimeout(() => lookOrEnd(true), settleMs);
  });
  lookOrEnd(true);

  return {
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
