import { canonicalJson } from "@/lib/kernel/canonical-json";
import { hashLeaf } from "../tree";
import type { ProblemKind } from "./problem";
import type { Scope } from "./scope";

/** One event as its row has it. */
export type EventFacts = {
  id: string;
  leaf: Buffer;
  body: string;
  occurred_at: Date;
  type_no: number;
  outcome: number;
  decision: number | null;
  reason_no: number | null;
  dims: (number | null)[];
};

/** The columns of `EventFacts`, of a row called e. */
export const factColumns = `e.id, e.leaf, e.body::text AS body, e.occurred_at, e.type_no, e.outcome, e.decision, e.reason_no,
  ARRAY[e.agent_no, e.instance_no, e.human_no, e.resource_no, e.tool_no, e.policy_no, e.actor_no] AS dims`;

/** What is wrong with one event. `open`: it, or the tile, was changed; only the tree above can say which. */
export type RowFault = { kind: ProblemKind; text: string; open?: true };

/** Compares one event with the hash that was sealed for it; without one, with its own leaf hash. */
export function checkRow(
  row: EventFacts,
  sealed: Buffer | undefined,
  scope: Pick<Scope, "types" | "reasons">,
): RowFault[] {
  const expected = sealed ?? row.leaf;
  const envelope = readObject(row.body);
  const content = contentHash(row.body, envelope, expected);
  const faults: RowFault[] = [];
  if (!content.equals(expected)) {
    if (row.leaf.equals(expected)) return [{ kind: "content", text: "The content of this event was changed." }];
    if (content.equals(row.leaf))
      return [{ kind: "content", text: "The content of this event and its leaf hash were changed.", open: true }];
    return [{ kind: "content", text: "The content of this event was changed, and its leaf hash too." }];
  }
  if (!row.leaf.equals(expected))
    faults.push({ kind: "leaf", text: "The stored leaf hash of this event was changed." });
  const wrong = envelope ? wrongColumns(row, envelope, scope) : ["body"];
  if (wrong.length > 0)
    faults.push({
      kind: "columns",
      text: `What searches go by was changed: ${wrong.join(", ")} ${wrong.length === 1 ? "does" : "do"} not fit the event's content.`,
    });
  return faults;
}

type Envelope = Record<string, unknown>;

function readObject(text: string): Envelope | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // safe because every object that JSON.parse gives has text keys
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Envelope) : undefined;
  } catch {
    return undefined;
  }
}

/** The hash of the bytes; of the first version's rows, which did not keep their bytes, of the canonical form. */
function contentHash(body: string, envelope: Envelope | undefined, expected: Buffer): Buffer {
  const plain = hashLeaf(Buffer.from(body));
  if (plain.equals(expected) || envelope === undefined || envelope["v"] !== 1) return plain;
  return hashLeaf(Buffer.from(canonicalJson(envelope)));
}

const outcomes = ["success", "denied", "error", "unknown"];
const decisions = ["allow", "deny"];
const dimNames = ["agent", "instance", "human", "resource", "tool", "policy", "actor"];

function wrongColumns(
  row: EventFacts,
  envelope: Envelope,
  { types, reasons }: Pick<Scope, "types" | "reasons">,
): string[] {
  const at = (names: readonly (string | null)[], no: number | null) =>
    no === null ? undefined : (names[no - 1] ?? null);
  const reason = envelope["reason"];
  const code = typeof reason === "object" && reason !== null && "code" in reason ? reason.code : undefined;
  const index = envelope["index"];
  const checks: [string, boolean][] = [
    ["id", envelope["id"] === row.id],
    ["type", envelope["type"] === at(types, row.type_no)],
    ["outcome", envelope["outcome"] === at(outcomes, row.outcome)],
    ["decision", envelope["decision"] === at(decisions, row.decision)],
    ["reason", code === at(reasons, row.reason_no)],
    [
      "time",
      typeof envelope["occurredAt"] === "string" && Date.parse(envelope["occurredAt"]) === row.occurred_at.getTime(),
    ],
    // The first version's envelopes do not hold these numbers.
    ...(Array.isArray(index) ? dimNames.map((name, i): [string, boolean] => [name, index[i] === row.dims[i]]) : []),
  ];
  return checks.flatMap(([name, fits]) => (fits ? [] : [name]));
}
