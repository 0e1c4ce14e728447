import type { Bucket } from "@/lib/policy/buckets";
import { type Level, levels } from "@/lib/policy/level";
import type { Access, ToolAccess } from "@/lib/registry/decisions/load-access";

/** What may be done with some tools of one server, as people say it. */
export type AccessPart = { bucket: Bucket; words: string; tools: readonly ToolAccess[] };

/** `nothing`: why an agent may do nothing on the server; null where it may do something. */
export type AccessWords = { nothing: string | null; parts: readonly AccessPart[] };

/** What tools of a level are there for. */
const deeds: Record<Level, string> = { low: "look things up", medium: "change things", high: "delete, send or spend" };
const begins: Record<Bucket, string> = {
  allowed: "May",
  conditional: "Under a condition, may",
  denied: "May not",
};
const order = ["allowed", "conditional", "denied"] as const satisfies readonly Bucket[];

/** What one agent may do on one server right now, in plain words: by what is decided for each tool, and by the levels of the tools. */
export function toAccessWords(access: Access, nowMs: number): AccessWords {
  const { tools, counts } = access;
  return {
    nothing: counts.allowed + counts.conditional > 0 ? null : whyNothing(access, nowMs),
    parts: order.flatMap((bucket) => {
      const own = tools.filter((tool) => tool.bucket === bucket);
      const used = levels.filter((level) => own.some((tool) => tool.level === level));
      return own.length === 0
        ? []
        : [
            {
              bucket,
              tools: own,
              words: `${begins[bucket]} ${inSeries(
                used.map((level) => deeds[level]),
                bucket,
              )}`,
            },
          ];
    }),
  };
}

function whyNothing({ instance, ceiling, consent, expiresAt, tools }: Access, nowMs: number): string {
  if (instance.status === "disconnected") return "It is disconnected.";
  if (instance.status === "suspended") return "It is paused.";
  if (ceiling === null) return "An administrator has granted you nothing here that you could pass on.";
  if (consent === null) return "You have not let it use this server.";
  if (expiresAt !== null && Date.parse(expiresAt) <= nowMs) return "What you let it do here has ended.";
  if (tools.length === 0) return "The server offers no tool.";
  return "None of its tools is allowed at present.";
}

/** "a", "a and b", "a, b and c"; "or" after a not. */
function inSeries(words: readonly string[], bucket: Bucket): string {
  const last = words.at(-1) ?? "";
  const others = words.slice(0, -1);
  return others.length === 0 ? last : `${others.join(", ")} ${bucket === "denied" ? "or" : "and"} ${last}`;
}
