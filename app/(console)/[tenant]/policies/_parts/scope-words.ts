import type { PolicyScope } from "@/lib/policy/policy";

const shownAtOnce = 3;

const named = (values: readonly string[]): string =>
  values.length <= shownAtOnce
    ? values.join(", ")
    : `${values.slice(0, shownAtOnce).join(", ")} and ${values.length - shownAtOnce} more`;

/** Whom and what a policy covers, as a person says it. */
export function toScopeWords(scope: PolicyScope): string {
  const { servers, serverTags, tools, humans, groups, agents, agentTags, instances } = scope;
  const parts = [
    ...(tools ? [`tools ${named(tools)}`] : []),
    ...(servers ? [`on ${named(servers)}`] : []),
    ...(serverTags ? [`on servers tagged ${named(serverTags)}`] : []),
    ...(agents ? [`by ${named(agents)}`] : []),
    ...(agentTags ? [`by agents tagged ${named(agentTags)}`] : []),
    ...(humans ? [`for ${named(humans.map((key) => key.replace(/^human\|/, "")))}`] : []),
    ...(groups ? [`for the ${groups.length === 1 ? "group" : "groups"} ${named(groups)}`] : []),
    ...(instances ? [`of ${instances.length === 1 ? "one instance" : `${instances.length} instances`}`] : []),
  ];
  return parts.length === 0 ? "every call" : parts.join(" ");
}
