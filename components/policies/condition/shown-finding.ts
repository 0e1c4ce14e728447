import type { Finding } from "@/lib/policy/check/finding";
import { printCondition } from "@/lib/policy/text/print";
import { type DraftSubject, emptyRoot, type GroupDraft, isUnchosen } from "./draft";
import { findByPath } from "./edit-tree";
import { toCondition } from "./to-condition";

export type Side = "when" | "unless";
export type Drafts = Readonly<Record<Side, GroupDraft | undefined>>;

/** A finding with the place in the builder that it is about. */
export type ShownFinding = Finding & {
  side: Side | undefined;
  /** The part it stands beside; undefined where it is about the condition as a whole. */
  node: number | undefined;
  /** That part as text. */
  clause: string | undefined;
  /** What that part looks at, and the list whose elements it is about. */
  subject: DraftSubject | undefined;
  list: readonly string[] | undefined;
};

/** Findings of a check, each at its part of the drafts that were checked. */
export const showFindings = (findings: readonly Finding[], drafts: Drafts): ShownFinding[] =>
  findings.map((finding) => showOne(finding, drafts));

const aboutAll: ReadonlySet<string> = new Set(["always_true", "always_false"]);

function showOne(finding: Finding, drafts: Drafts): ShownFinding {
  const [first, ...path] = finding.at.split(".");
  const side: Side | undefined = first === "when" || first === "unless" ? first : undefined;
  const root = side && drafts[side];
  const whole = { ...finding, side, node: undefined, clause: undefined, subject: undefined, list: undefined };
  if (!root || aboutAll.has(finding.code)) return whole;
  const { node, list } = findByPath(root, path);
  if (node.id === root.id) return whole;
  const { condition } = toCondition({ ...emptyRoot, members: [node] });
  const subject = node.kind === "test" && !isUnchosen(node.subject) ? node.subject : undefined;
  return { ...whole, node: node.id, clause: condition ? printCondition(condition) : undefined, subject, list };
}

/** The sentences of a finding without its last question, which is put as a button. */
export const withoutSuggestion = ({ message, suggestion }: Finding): string =>
  suggestion === undefined ? message : message.replace(/ Did you mean ".*"\?$/s, "");
