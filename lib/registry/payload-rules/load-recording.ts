import "server-only";
import { LRUCache } from "lru-cache";
import { keepDaysDefault } from "@/lib/audit/payload";
import type { CallRules } from "@/lib/audit/payload/keep-call";
import { partRules } from "@/lib/audit/payload/rules";
import { withinTenant } from "@/lib/db/within-tenant";
import { onceAVersion } from "../internal/once-a-version";
import { environmentPlace, serverPlace, toolPlace } from "./place";
import { readStoredRule, type StoredRule } from "./read-stored-rule";

/** What an environment keeps of its calls, prepared for looking at one call after the other. */
export type Recording = { rulesFor: (serverId: string | undefined, tool: string) => CallRules };

const builtin: CallRules = {
  arguments: partRules("arguments", []),
  results: partRules("results", []),
  keepDays: keepDaysDefault,
};
const unchanged: Recording = { rulesFor: () => builtin };

/**
 * What a tenant keeps of its calls at a version that was read with the call. At version 0 nobody has said anything, and nothing is
 * looked up. The cache cannot be stale: every change raises the version (`raiseRecordingVersion`, and a trigger on
 * `audit.retention`). When it has moved on since the caller read it, the newer rules are given.
 */
export function loadRecording(tenantNo: number, version: number): Recording | Promise<Recording> {
  return version === 0 ? unchanged : loaded(tenantNo, version);
}
const loaded = onceAVersion("recording", read);

type Row = { version: number; keep_days: number; rules: (StoredRule & { place: string })[] };

/** One statement, hence one snapshot. */
async function read(tenantNo: number): Promise<Recording & { version: number }> {
  const [row] = await withinTenant(tenantNo, async (sql) => {
    const { rows } = await sql.query<Row>({
      name: "load-recording",
      text: `
        SELECT t.recording_version AS version, coalesce(r.payload_days, $2) AS keep_days,
          (SELECT coalesce(json_agg(json_build_object(
             'place', p.place, 'arguments', p.arguments, 'results', p.results, 'paths', p.paths)), '[]')
           FROM payload_rule p WHERE p.tenant_no = t.no) AS rules
        FROM tenant t LEFT JOIN audit.retention r ON r.tenant_no = t.no
        WHERE t.no = $1`,
      values: [tenantNo, keepDaysDefault],
    });
    return rows;
  });
  if (row === undefined) throw new Error("A tenant that has just been read is gone.");
  return { version: row.version, ...toRecording(row) };
}

function toRecording({ rules, keep_days: keepDays }: Row): Recording {
  const byPlace = new Map(rules.map(({ place, ...rule }) => [place, readStoredRule(rule)]));
  const prepared = new LRUCache<string, CallRules>({ max: 2_000 });
  return {
    rulesFor(serverId, tool) {
      const name = serverId === undefined ? environmentPlace : toolPlace(serverId, tool);
      const known = prepared.get(name);
      if (known) return known;
      const places = serverId === undefined ? [] : [toolPlace(serverId, tool), serverPlace(serverId)];
      const levels = [...places, environmentPlace]
        .map((place) => byPlace.get(place))
        .filter((rule) => rule !== undefined);
      const made = { arguments: partRules("arguments", levels), results: partRules("results", levels), keepDays };
      prepared.set(name, made);
      return made;
    },
  };
}
