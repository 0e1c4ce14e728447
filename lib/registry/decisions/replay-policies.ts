import "server-only";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { countCalls, recordedCalls } from "@/lib/audit/recorded-calls";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError, invalid } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import type { PolicyRef } from "@/lib/policy/decision";
import { replay } from "@/lib/policy/replay";
import { DraftInput, loadDraftSet } from "./load-draft-set";
import { loadSchemasByHash, toRecordedQuestion } from "./recorded-question";

export const ReplayPoliciesInput = z.strictObject({
  draft: DraftInput,
  /** The last seven days, where they are left out. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Calls replayed at most, the newest first. */
  limit: z.number().int().min(1).max(500_000).optional(),
});
export type ReplayPoliciesInput = z.infer<typeof ReplayPoliciesInput>;

export const replayKinds = ["unchanged", "newlyDenied", "newlyAllowed", "undetermined"] as const;
export type ReplayKind = (typeof replayKinds)[number];
export type ReplayCounts = Record<ReplayKind, number>;

/** One recorded call that the draft decides otherwise, or of which too little was kept to say. */
export type ReplaySample = {
  event: string;
  occurredAt: string;
  kind: Exclude<ReplayKind, "unchanged">;
  human: string;
  agent: string;
  tool: string;
  /** What decided it then, and what would decide it now; null where that cannot be told. */
  before: PolicyRef | null;
  after: PolicyRef | null;
};

export type ReplayGroup = { key: string } & ReplayCounts;

export type ReplayedPolicies = {
  from: string;
  to: string;
  /** Calls replayed, and whether the window holds more than `limit`. */
  total: number;
  truncated: boolean;
  counts: ReplayCounts;
  /** Those with a difference first, the largest first; at most a hundred each. */
  byHuman: ReplayGroup[];
  byAgent: ReplayGroup[];
  byTool: ReplayGroup[];
  /** A few of each kind, the newest first. */
  samples: ReplaySample[];
};

export type ReplayProgress = { done: number; total: number };
export type ReplayStep = { progress: ReplayProgress } | { result: ReplayedPolicies };

/** A replay under way; `idleSinceMs`: nobody has asked for its next step since then. */
type Running = { idleSinceMs: number | undefined };
/** Environments of which this process is replaying calls: one at a time, because calls are decided in the same process. */
const running = new Map<number, Running>();
/**
 * A replay that nobody asks to go on is not waited for: whoever leaves before the answer has begun is never noticed by the
 * stream, which is then neither read nor cancelled.
 */
const abandonedAfterMs = 5_000;
/** Calls decided before others get their turn. */
const turnEvery = 100;

const limitDefault = 100_000;
const samplesMax = 20;
const groupsMax = 100;
const weekMs = 7 * 86_400_000;

/**
 * Decides recorded calls again as if a draft were in force, with the facts they were recorded with. Gives its progress, then
 * the result. Refusals by a gate before policies stay what they are; what was not kept of arguments is judged by what it could
 * have been, and what stays open is `undetermined`.
 *
 * Who may put a policy into shadow could learn the same from live calls, hence `policies:write`: counting how a condition
 * comes out over stored arguments tells something of them. Ends early when `signal` says so. Throws `limit` while another one runs.
 */
export async function* replayPolicies(
  ctx: Ctx,
  input: ReplayPoliciesInput,
  signal?: AbortSignal,
): AsyncGenerator<ReplayStep> {
  requireScope(ctx, "policies:write");
  requireScope(ctx, "events:read");
  const { no } = ctx.tenant;
  const other = running.get(no);
  if (other && nowMs() - (other.idleSinceMs ?? nowMs()) < abandonedAfterMs)
    throw new HouseError("limit", "A replay is running in this environment already. Wait for it, or cancel it.", {
      retryAfterSeconds: 5,
    });
  const mine: Running = { idleSinceMs: undefined };
  running.set(no, mine);
  try {
    for await (const step of replayAll(ctx, input, signal)) {
      mine.idleSinceMs = nowMs();
      yield step;
      if (running.get(no) !== mine) return;
      mine.idleSinceMs = undefined;
    }
  } finally {
    if (running.get(no) === mine) running.delete(no);
  }
}

async function* replayAll(
  ctx: Ctx,
  input: ReplayPoliciesInput,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReplayStep> {
  const to = input.to === undefined ? nowMs() : Date.parse(input.to);
  const from = input.from === undefined ? to - weekMs : Date.parse(input.from);
  if (from >= to) throw invalid("The window ends before it begins.", [{ path: "from", message: "must be before to" }]);
  const policies = await loadDraftSet(ctx, input.draft);
  const max = input.limit ?? limitDefault;
  const window = { from: new Date(from), to: new Date(to), max };
  const total = await countCalls(ctx, { ...window, max: max + 1 });
  const tally = newTally();
  const schemas = new Map<string, unknown>();
  yield { progress: { done: 0, total: Math.min(total, max) } };

  for await (const batch of recordedCalls(ctx, window)) {
    if (signal?.aborted) return;
    const hashes = new Set(batch.flatMap(({ event }) => event.tool?.definitionHash ?? []));
    const unknown = [...hashes].filter((hash) => !schemas.has(hash));
    for (const [hash, schema] of await loadSchemasByHash(ctx.tenant.no, unknown)) schemas.set(hash, schema);
    for (const [i, call] of batch.entries()) {
      if (i % turnEvery === 0) await setImmediate();
      const { event } = call;
      const recorded = toRecordedQuestion(call, (hash) => schemas.get(hash), policies);
      const after = recorded?.reachedPolicies ? replay(recorded.question, recorded.kept) : undefined;
      tally.add({
        event: event.id,
        occurredAt: event.occurredAt,
        kind: kindOf(event.decision, after === "undetermined" ? after : after?.decision),
        human: event.human?.key ?? "unknown",
        agent: event.agent?.slug ?? "unknown",
        tool: `${event.server ?? "unknown"}/${event.tool?.name ?? "unknown"}`,
        before: event.policy,
        after: after === "undetermined" ? null : (after?.policy ?? event.policy),
      });
    }
    yield { progress: { done: tally.done(), total: Math.min(total, max) } };
  }
  yield {
    result: {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      truncated: total > max,
      ...tally.result(),
    },
  };
}

function kindOf(before: "allow" | "deny" | null, after: "allow" | "deny" | "undetermined" | undefined): ReplayKind {
  if (after === "undetermined") return "undetermined";
  if (after === undefined || before === null || after === before) return "unchanged";
  return after === "deny" ? "newlyDenied" : "newlyAllowed";
}

const noCounts = (): ReplayCounts => ({ unchanged: 0, newlyDenied: 0, newlyAllowed: 0, undetermined: 0 });

function newTally() {
  const counts = noCounts();
  const groups = {
    human: new Map<string, ReplayCounts>(),
    agent: new Map<string, ReplayCounts>(),
    tool: new Map<string, ReplayCounts>(),
  };
  const samples: ReplaySample[] = [];
  let done = 0;
  return {
    done: () => done,
    add(call: Omit<ReplaySample, "kind"> & { kind: ReplayKind }) {
      done += 1;
      counts[call.kind] += 1;
      for (const by of ["human", "agent", "tool"] as const) {
        const group = groups[by].get(call[by]) ?? noCounts();
        group[call.kind] += 1;
        groups[by].set(call[by], group);
      }
      const { kind } = call;
      if (kind !== "unchanged" && samples.filter((one) => one.kind === kind).length < samplesMax)
        samples.push({ ...call, kind });
    },
    result: () => ({
      total: done,
      counts,
      byHuman: sorted(groups.human),
      byAgent: sorted(groups.agent),
      byTool: sorted(groups.tool),
      samples,
    }),
  };
}

const changedIn = ({ newlyDenied, newlyAllowed, undetermined }: ReplayCounts): number =>
  newlyDenied + newlyAllowed + undetermined;

const sorted = (groups: ReadonlyMap<string, ReplayCounts>): ReplayGroup[] =>
  [...groups]
    .map(([key, counts]) => ({ key, ...counts }))
    .sort((a, b) => changedIn(b) - changedIn(a) || b.unchanged - a.unchanged)
    .slice(0, groupsMax);
