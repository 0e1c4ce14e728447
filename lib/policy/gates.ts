import { builtinPolicies, type PolicyRef, type ReasonCode, type Step } from "./decision";
import type { Circumstances } from "./question";
import { checkTrust } from "./trust";

/** The stages before anything is known of the arguments. No policy lifts them. `refused` is the one that failed, if any. */
export type GatesOutcome = {
  steps: Step[];
  refused: { code: ReasonCode; text: string; policy: PolicyRef } | undefined;
};

/** Permit's own sentence, letter by letter (seed P35). */
export const noPermission = (tool: string): string => `No permission for '${tool}'`;

/** Stages 1 to 3 of DESIGN §3: identity, resource, trust. The first that fails ends them. */
export function passGates(from: Circumstances): GatesOutcome {
  const steps: Step[] = [];

  const identity = checkIdentity(from);
  steps.push(identity.step);
  if (identity.code !== undefined)
    return { steps, refused: { code: identity.code, text: identity.text, policy: builtinPolicies.identity } };

  const resource = checkResource(from);
  steps.push(resource.step);
  if (resource.code !== undefined)
    return { steps, refused: { code: resource.code, text: resource.text, policy: builtinPolicies.resource } };

  const trust = checkTrust(from.trust, from.tool?.level ?? "high", from.nowMs);
  steps.push(trust.step);
  if (trust.code !== undefined)
    return { steps, refused: { code: trust.code, text: noPermission(from.toolName), policy: builtinPolicies.trust } };
  return { steps, refused: undefined };
}

type StageOutcome = { step: Step; code: ReasonCode | undefined; text: string };

function checkIdentity({ agent, human, instance }: Circumstances): StageOutcome {
  const outcome = (code: ReasonCode | undefined, text: string): StageOutcome => ({
    code,
    text,
    step: {
      stage: "identity",
      passed: code === undefined,
      text,
      agent: agent?.slug ?? null,
      human: human?.key ?? null,
      instance: instance?.id ?? null,
    },
  });
  if (agent === null || instance === null) return outcome("USER_NOT_FOUND", "User not found");
  if (human === null) return outcome("HUMAN_NOT_FOUND", "User not found");
  if (human.suspended) return outcome("PRINCIPAL_SUSPENDED", "The human is suspended");
  if (agent.suspended) return outcome("PRINCIPAL_SUSPENDED", "The agent is suspended");
  if (instance.suspended) return outcome("PRINCIPAL_SUSPENDED", "The agent instance is suspended");
  return outcome(undefined, "Agent, instance and human are known and active.");
}

function checkResource({ server, tool, serverKey, toolName }: Circumstances): StageOutcome {
  const outcome = (code: ReasonCode | undefined, text: string): StageOutcome => ({
    code,
    text,
    step: { stage: "resource", passed: code === undefined, text, server: serverKey, tool: toolName },
  });
  if (server === null) return outcome("RESOURCE_NOT_FOUND", "Resource not found");
  if (!server.enabled) return outcome("RESOURCE_DISABLED", "The server is disabled");
  if (tool === null) return outcome("TOOL_NOT_FOUND", noPermission(toolName));
  if (!tool.enabled) return outcome("TOOL_DISABLED", noPermission(toolName));
  if (tool.quarantined) return outcome("TOOL_QUARANTINED", noPermission(toolName));
  return outcome(undefined, "The server is enabled and the tool is known.");
}
