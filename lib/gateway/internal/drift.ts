import "server-only";
import { LRUCache } from "lru-cache";
import { newId } from "@/lib/kernel/ids";
import { definitionHash, pickDefinition, readDefinition } from "@/lib/registry/definitions/read-definition";
import { sameJson } from "@/lib/registry/definitions/same-json";
import type { Principal } from "@/lib/registry/load-principal";
import type { Reach } from "@/lib/registry/load-reach";
import type { ToolDefinition } from "@/lib/registry/servers/definition";
import { type Judged, judgeSeen, type Seen } from "@/lib/registry/servers/judge-seen";
import { noteDrift } from "@/lib/registry/servers/note-drift";
import { isObject } from "../message";

/*
 * A server may answer `tools/list` with another definition than the one on record ("rug pull"). The new one is judged as a refresh
 * would before it goes to the agent: one that would be quarantined is left out.
 *
 * Every list is looked at, so this has to cost little: 500 tools of 1.3 kB are hashed in 26 ms, compared with what was hashed
 * before in 2.7 ms (parsing them takes 5.5).
 */

/** Between two lists of one server that are stored because of a drift, in one process. */
const storeEveryMs = 60_000;
/** Most definitions of one list that are judged; what is beyond is left out. */
const driftedMax = 500;

/** Definitions as they came, by their hash: one that is the same need not be hashed. */
const hashed = new LRUCache<string, ToolDefinition>({
  maxSize: 32 * 1024 * 1024,
  sizeCalculation: (definition) => 2 * JSON.stringify(definition).length,
});
/** What came of judging, by tool, the hash on record and the hash that came. Forgotten soon, because somebody may accept it. */
const judgements = new LRUCache<string, Judged>({ max: 5_000, ttl: 10_000 });
const stored = new LRUCache<string, true>({ max: 10_000, ttl: storeEveryMs });

/**
 * Which of the tools in an answer must not be passed on, by name: their definitions are not the ones on record and widen what was
 * accepted, or cannot be judged. What is different is stored, at most once a minute and server. Never throws.
 */
export async function heldBack(principal: Principal, reach: Reach, tools: readonly unknown[]): Promise<Set<string>> {
  const onRecord = new Map(reach.tools.map((tool) => [tool.name, tool.definitionHash]));
  const drifted = new Map<string, Seen>();
  const beside: string[] = [];
  const held = new Set<string>();
  for (const tool of tools) {
    const picked = pickDefinition(tool);
    const name = picked?.name ?? (isObject(tool) && typeof tool["name"] === "string" ? tool["name"] : "");
    if (held.has(name)) continue;
    const recorded = onRecord.get(name);
    // What is not on record is held back anyway: to read it serves only to store it, and a list may hold a hundred thousand of them.
    const seen =
      picked && (recorded !== undefined || drifted.size < driftedMax) ? readSeen(picked, recorded) : undefined;
    if (seen === "as on record") beside.push(name);
    // The same name twice is two tools to the agent and one to us.
    else if (seen === undefined || drifted.has(name) || drifted.size >= driftedMax) held.add(name);
    else drifted.set(name, seen);
  }
  if (drifted.size === 0) return held;
  for (const name of beside) if (drifted.has(name)) held.add(name);

  const seen = [...drifted.values()];
  const judged = await judge(principal, reach, seen, onRecord);
  for (const name of drifted.keys()) if (judged.get(name)?.held !== false) held.add(name);
  // Of a server that each human sees with an account of their own, definitions that were accepted are not news.
  const isNews = ({ definition: { name } }: Seen) =>
    principal.server?.auth !== "oauth" || judged.get(name)?.wasAccepted !== true;
  await store(principal, reach, seen.filter(isNews), [...beside, ...drifted.keys()]);
  return held;
}

function readSeen(picked: ToolDefinition, recorded: string | undefined): Seen | "as on record" | undefined {
  const known = recorded === undefined ? undefined : hashed.get(recorded);
  if (known !== undefined && sameJson(known, picked)) return "as on record";
  const definition = readDefinition(picked);
  if (definition === undefined) return undefined;
  const hash = definitionHash(definition);
  if (hash !== recorded) return { definition, hash };
  hashed.set(hash, definition);
  return "as on record";
}

/** What is not in the answer could not be judged, or is not known: neither is passed on. */
async function judge(
  { tenant }: Principal,
  { server }: Reach,
  seen: readonly Seen[],
  onRecord: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Judged>> {
  const keyOf = ({ definition: { name }, hash }: Seen) =>
    [tenant.no, server.id, onRecord.get(name), hash, name].join(" ");
  const known = seen.filter(({ definition }) => onRecord.has(definition.name));
  const missing = known.filter((one) => !judgements.has(keyOf(one)));
  try {
    const judged = missing.length === 0 ? new Map<string, Judged>() : await judgeSeen(tenant.no, server.id, missing);
    for (const one of missing) {
      const judgement = judged.get(one.definition.name);
      if (judgement !== undefined) judgements.set(keyOf(one), judgement);
    }
  } catch {
    // The agent's list does not fail of it; the next one tries again.
  }
  return new Map(
    known.flatMap((one) => {
      const judgement = judgements.get(keyOf(one));
      return judgement === undefined ? [] : [[one.definition.name, judgement] as const];
    }),
  );
}

async function store({ tenant }: Principal, { server }: Reach, news: readonly Seen[], names: string[]): Promise<void> {
  if (news.length === 0 || stored.has(server.id)) return;
  stored.set(server.id, true);
  try {
    await noteDrift(
      {
        tenant,
        actor: { type: "system", id: "gateway", name: "Gateway" },
        scopes: ["servers:write"],
        surface: "mcp",
        requestId: newId("request"),
        ip: null,
        userAgent: null,
      },
      server.id,
      news.map(({ definition }) => definition),
      names,
    );
  } catch {
    // What would be quarantined was left out above, whether or not it could be stored; the probe and the next list try again.
  }
}
