import type { Circumstances } from "./question";

/**
 * What a decision rested on besides what its event says anyway (who, which tool, the levels in its chain, the version of the
 * policies, the arguments). Short, because every call carries it: what is usual is left out.
 */
export type StoredFacts = {
  agentTags?: readonly string[];
  humanGroups?: readonly string[];
  serverTags?: readonly string[];
  readOnly?: boolean;
  enforceSchema?: false;
};

export function toStoredFacts({ agent, human, server, tool }: Circumstances): StoredFacts {
  return {
    ...(agent && agent.tags.length > 0 && { agentTags: agent.tags }),
    ...(human && human.groups.length > 0 && { humanGroups: human.groups }),
    ...(server && server.tags.length > 0 && { serverTags: server.tags }),
    ...(tool && tool.readOnly !== null && { readOnly: tool.readOnly }),
    ...(server && !server.enforceSchema && { enforceSchema: false as const }),
  };
}

/** Facts as an event holds them; of an event from before there were any, none. */
export function readStoredFacts(value: unknown): StoredFacts {
  const fields = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const words = (name: string): string[] => {
    const list = fields[name];
    return Array.isArray(list) ? list.filter((word) => typeof word === "string") : [];
  };
  return {
    agentTags: words("agentTags"),
    humanGroups: words("humanGroups"),
    serverTags: words("serverTags"),
    ...(typeof fields["readOnly"] === "boolean" && { readOnly: fields["readOnly"] }),
    ...(fields["enforceSchema"] === false && { enforceSchema: false as const }),
  };
}
