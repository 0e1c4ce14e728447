import type { ToolDefinition } from "../servers/definition";
import { compareInput } from "./compare-schemas";
import { compareTexts } from "./compare-texts";
import { type DefinitionFinding, type Findings, makeFindings } from "./finding";
import { sameJson } from "./same-json";

/**
 * What differs between two definitions of a tool, most telling first, at most `findingsMax`. `before` null: the tool is new, so only
 * what its texts hold is said of it. Bounded in time and size whatever the definitions are, and never throws: what is too large
 * to be compared is a finding that widens. A definition compared with itself gives nothing.
 */
export function compareDefinitions(before: ToolDefinition | null, after: ToolDefinition): DefinitionFinding[] {
  const findings = makeFindings();
  if (before !== null) {
    compareInput(before.inputSchema, after.inputSchema, findings);
    compareAnnotations(before.annotations ?? {}, after.annotations ?? {}, findings);
    if (!sameJson(before.outputSchema, after.outputSchema))
      findings.add("output_changed", "outputSchema", "answers in another form", false);
  }
  compareTexts(before, after, findings);
  return findings.list();
}

type Hints = Record<string, unknown>;

/** What a hint means where it is absent (MCP `ToolAnnotations`), and which value promises less harm. */
const hints = [
  { name: "readOnlyHint", absent: false, softer: true, soft: "read-only", hard: "not read-only" },
  { name: "destructiveHint", absent: true, softer: false, soft: "not destructive", hard: "destructive" },
  { name: "openWorldHint", absent: true, softer: false, soft: "closed to the outside", hard: "open to the outside" },
] as const;

/** Hints come from the server and clients act on them: a softer one may be what makes a client ask nobody. */
function compareAnnotations(before: Hints, after: Hints, findings: Findings): void {
  for (const { name, absent, softer, soft, hard } of hints) {
    const [was, is] = [before[name] ?? absent, after[name] ?? absent];
    const path = `annotations.${name}`;
    if (was === is) continue;
    if (is === softer) findings.add("annotation_softened", path, `says that it is ${soft} now`, true);
    else findings.add("annotation_hardened", path, `says that it is ${hard} now`, false);
  }
  if ((before["idempotentHint"] ?? false) !== (after["idempotentHint"] ?? false))
    findings.add(
      "annotation_changed",
      "annotations.idempotentHint",
      after["idempotentHint"] === true
        ? "says that doing it twice is doing it once"
        : "says that doing it twice is not doing it once",
      false,
    );
}
