import { type Level, maxLevel, reaches } from "@/lib/policy/level";
import { type Suggestion, suggestLevel } from "@/lib/policy/suggest-level";
import type { ToolDefinition } from "../servers/definition";
import { compareDefinitions } from "./compare-definitions";
import { type DefinitionFinding, quote, widens } from "./finding";
import { isObject } from "./read-definition";

export type ToolState = "current" | "review" | "quarantined" | "removed";

/** What becomes of a tool whose definition is seen: where it stands from now on, why, and which level its looks suggest. */
export type Verdict = {
  state: Exclude<ToolState, "removed">;
  findings: DefinitionFinding[];
  suggestion: { level: Level; reason: string };
};

/** A tool that is on record. `accepted`: the definition that was last in force, null where none ever was. */
export type OnRecord = { state: ToolState; level: Level; accepted: ToolDefinition | null };

/**
 * A definition that is not the one on record (DESIGN §8). It takes effect unless it widens what was accepted, and it is compared with
 * what was accepted, so that nothing gets in by small steps. `wasAccepted`: this very definition was in force before, which needs no
 * second look.
 */
export function judgeChange(tool: OnRecord, definition: ToolDefinition, wasAccepted: boolean): Verdict {
  const suggestion = suggestLevel(toEvidence(definition));
  const findings = compareDefinitions(tool.accepted, definition);
  if (tool.accepted === null && !wasAccepted) return { state: "quarantined", findings, suggestion };
  const raised = tool.accepted !== null && !wasAccepted ? levelRaised(tool.level, tool.accepted, suggestion) : [];
  if (!wasAccepted && (raised.length > 0 || widens(findings)))
    return { state: "quarantined", findings: [...raised, ...findings], suggestion };
  // Whatever comes back by itself should be looked at, though it may be used.
  const state = tool.state === "current" ? "current" : "review";
  return { state, findings, suggestion };
}

/**
 * A tool that nobody knew. `alike`: one that is gone and was nearly the same, so that this may be it under another name; it inherits
 * nothing before somebody has looked. `asked`: an admin had the server asked, and sees what came of it.
 */
export function judgeNew(
  definition: ToolDefinition,
  {
    alike,
    asked,
    undecided = false,
  }: { alike?: { name: string; level: Level } | undefined; asked: boolean; undecided?: boolean },
): Verdict {
  const suggestion = suggestLevel(toEvidence(definition));
  const findings = compareDefinitions(null, definition);
  if (alike !== undefined)
    return {
      state: "quarantined",
      findings: [
        {
          kind: "renamed",
          text: `looks like ${quote(alike.name, 60)} under another name`,
          widens: true,
        },
        ...findings,
      ],
      suggestion: {
        level: maxLevel(alike.level, suggestion.level),
        reason: `It looks like ${quote(alike.name, 60)}, which was ${alike.level}. ${suggestion.reason}`,
      },
    };
  const all: DefinitionFinding[] = undecided
    ? [
        { kind: "not_compared", text: "is new with too many others to tell whether one was renamed", widens: true },
        ...findings,
      ]
    : findings;
  if (widens(all)) return { state: "quarantined", findings: all, suggestion };
  return { state: suggestion.review || !asked ? "review" : "current", findings: all, suggestion };
}

/** An admin may have put a tool lower than its looks suggest; what counts is that they suggest more than they did. */
function levelRaised(level: Level, accepted: ToolDefinition, suggestion: Suggestion): DefinitionFinding[] {
  const before = suggestLevel(toEvidence(accepted)).level;
  if (reaches(level, suggestion.level) || reaches(before, suggestion.level)) return [];
  return [{ kind: "level_raised", text: `looks like ${suggestion.level} instead of ${level} now`, widens: true }];
}

function toEvidence(definition: ToolDefinition) {
  const properties = definition.inputSchema["properties"];
  return {
    name: definition.name,
    description: definition.description ?? "",
    parameters: isObject(properties) ? Object.keys(properties) : [],
    annotations: definition.annotations,
  };
}
