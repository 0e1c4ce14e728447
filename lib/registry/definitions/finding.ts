import { maskShapes } from "@/lib/audit/redact";

/** What can be said of the difference between two definitions of a tool. */
export type FindingKind =
  | "title_changed"
  | "description_changed"
  | "instruction_like"
  | "hidden_text"
  | "parameter_added"
  | "parameter_removed"
  | "sensitive_parameter"
  | "became_optional"
  | "became_required"
  | "type_widened"
  | "type_narrowed"
  | "values_widened"
  | "values_narrowed"
  | "loosened"
  | "tightened"
  | "default_changed"
  | "output_changed"
  | "annotation_softened"
  | "annotation_hardened"
  | "annotation_changed"
  | "level_raised"
  | "renamed"
  | "not_compared"
  | "more";

/**
 * One difference. `text` goes on after the name of the tool: "takes the new optional parameter “bcc”". `path` is where in the
 * definition. `widens`: the tool may do more, take more or say more to the model than what was accepted, so somebody has to look.
 */
export type DefinitionFinding = { kind: FindingKind; path?: string; text: string; widens: boolean };

/** Most findings that are kept of one tool. Those that widen come first. */
export const findingsMax = 20;

export type Findings = {
  add(kind: FindingKind, path: string, text: string, widens: boolean): void;
  list(): DefinitionFinding[];
};

/** Collects findings within bounds, however many there are. */
export function makeFindings(): Findings {
  const widening: DefinitionFinding[] = [];
  const others: DefinitionFinding[] = [];
  let dropped = 0;
  return {
    add(kind, path, text, widens) {
      const list = widens ? widening : others;
      if (list.length >= findingsMax) dropped += 1;
      else list.push({ kind, ...(path !== "" && { path: shown(path, 160) }), text: shown(text, 240), widens });
    },
    list() {
      const all = [...widening, ...others];
      if (all.length + dropped <= findingsMax) return all;
      const kept = all.slice(0, findingsMax - 1);
      const left = all.length + dropped - kept.length;
      return [...kept, { kind: "more", text: `differs in ${left} more places`, widens: false }];
    },
  };
}

export const widens = (findings: readonly DefinitionFinding[]): boolean => findings.some((finding) => finding.widens);

/** Most characters of foreign text that are quoted at a time. */
const quotedMax = 80;
/** Enough for a credential that begins within what is quoted. */
const readMax = 2_000;

/** Foreign text as it may stand in an event: bounded, without secrets, and with everything visible that is not. */
export const quote = (text: string, max: number = quotedMax): string => `“${shown(text, max)}”`;

/** Names in paths and words of a schema are foreign text as well. */
const shown = (text: string, max: number): string => cut(visible(maskShapes(text.slice(0, readMax))), max);

const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** Every character that has no looks, or changes those of others, is written as its number. */
export const visible = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(unseen, (one) => `<U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`);

/** Cut between characters, never within one: half of a pair cannot be stored. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = /[\uD800-\uDBFF]$/.test(text.slice(0, max - 1)) ? max - 2 : max - 1;
  return `${text.slice(0, end)}…`;
}
