import { toEventId } from "@/lib/kernel/ids";
import type { Step } from "@/lib/policy/decision";
import { explainStep } from "@/lib/policy/trust";
import { type StoredRow, toAuditEvent, withValues } from "../internal/read-row";
import { elementsOf, membersOf } from "./json-parts";

type Values = ReadonlyMap<string, string | null>;

/**
 * An event as a line: what `JSON.stringify(toAuditEvent(row))` gives, put together from the texts in the envelope, which are JSON
 * already, and its proof, which is JSON too. An envelope that is not written as the log writes them now is read instead.
 */
export function toJsonLine(row: StoredRow, values: Values, proof?: string): string {
  const event = compose(row, values) ?? JSON.stringify(toAuditEvent(row, values));
  return proof === undefined ? `${event}\n` : `${event.slice(0, -1)},"proof":${proof}}\n`;
}

/** Every field in its order, and what stands there when the envelope says nothing: `toAuditEvent` decides, also for new fields. */
const absent = Object.entries(
  toAuditEvent(
    {
      id: "00000000-0000-0000-0000-000000000000",
      ...{ seq: "0", recordedAt: "", leaf: "" },
      body: '{"type":"","occurredAt":""}',
    },
    new Map(),
  ),
).map(([name, value]): [string, string] => [name, JSON.stringify(value)]);

function compose(row: StoredRow, values: Values): string | undefined {
  const members = membersOf(withValues(row.body, values));
  const chain = explained(members?.get("chain") ?? "[]");
  if (members === undefined || chain === undefined) return undefined;
  members.set("id", `"${toEventId(row.id)}"`);
  members.set("recordedAt", `"${row.recordedAt}"`);
  members.set("chain", chain);
  members.set("seq", row.seq);
  members.set("hash", `"${row.leaf}"`);
  let line = "";
  for (const [name, nothing] of absent) {
    const value = members.get(name) ?? "null";
    line += `${line === "" ? "{" : ","}"${name}":${value === "null" ? nothing : value}`;
  }
  return `${line}}`;
}

/** No step of another stage has this text where its stage stands; one that has it elsewhere is only read in vain. */
const trustStage = '"stage":"trust"';

/** The chain with what follows from its trust step. */
function explained(chain: string): string | undefined {
  if (!chain.includes(trustStage)) return chain;
  const steps = elementsOf(chain);
  return steps && `[${steps.map(explainedText).join(",")}]`;
}

/** Trust steps differ in a few levels only. */
const known = new Map<string, string>();
const knownMax = 200;

function explainedText(step: string): string {
  if (!step.includes(trustStage)) return step;
  const met = known.get(step);
  if (met !== undefined) return met;
  const text = JSON.stringify(explainStep(JSON.parse(step) as Step)); // safe because `explainStep` asks for the stage only
  if (known.size >= knownMax) known.clear();
  known.set(step, text);
  return text;
}
