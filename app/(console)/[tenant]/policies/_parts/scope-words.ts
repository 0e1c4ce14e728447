import type { PolicyScope } from "@/lib/policy/policy";

const shownAtOnce = 3;

const named = (values: readonly string[]): string =>
  values.length <= shownAtOnce
    ? values.join(", ")
    : `${values.slice(0, shownAtOnce).join(", ")} and ${values.length - shownAtOnce} more`;

/** Whom and what a policy covers, as a person says it. */
export function toScopeWords({ servers, tools, humans, agents, instances }: PolicyScope): string {
  const parts = [
    ...(tools ? [`tools ${named(tools)}`] : []),
    ...(servers ? [`on ${named(servers)}`] : []),
    ...(agents ? [`by ${named(agents)}`] : []),
    ...(humans ? [`for ${named(humans.map((key) => key.replace(/^human\|/, "")))}`] : []),
    ...(instances ? [`of ${instances.length === 1 ? "one instance" : `${instances.length} instances`}`] : []),
  ];
  return parts.length === 0 ? "every call" : parts.join(" ");
}
