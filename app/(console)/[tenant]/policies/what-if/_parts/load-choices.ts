import type { SelectGroup, SelectOption } from "@/components/ui/select";
import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { getInstance } from "@/lib/registry/instances/get-instance";
import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { listInstances } from "@/lib/registry/instances/list-instances";
import { getPolicy } from "@/lib/registry/policies/get-policy";
import { listPolicies } from "@/lib/registry/policies/list-policies";
import type { PolicyView } from "@/lib/registry/policies/policy-view";
import { getServer } from "@/lib/registry/servers/get-server";
import { listServers } from "@/lib/registry/servers/list-servers";
import type { ToolView } from "@/lib/registry/servers/server-view";
import { type Question, readDraft } from "./read-question";

const offered = 200;

/** What can be chosen, with what was chosen among it, and what of it is known. */
export type Choices = {
  instances: SelectOption[];
  servers: SelectOption[];
  tools: SelectOption[];
  policies: (SelectOption | SelectGroup)[];
  instance: InstanceView | undefined;
  tool: ToolView | undefined;
  /** The policy that the question puts in force or switches off. */
  policy: PolicyView | undefined;
};

export async function loadChoices(ctx: Ctx, question: Question): Promise<Choices> {
  const policyId = readDraft(question.policies)?.policy;
  const [instances, servers, policies, instance, server, policy] = await Promise.all([
    listInstances(ctx, { limit: offered }),
    listServers(ctx, { limit: offered }),
    listPolicies(ctx, { limit: offered }),
    question.instance === "" ? undefined : orMissing(getInstance(ctx, question.instance)),
    question.server === "" ? undefined : orMissing(getServer(ctx, question.server)),
    policyId === undefined ? undefined : orMissing(getPolicy(ctx, policyId)),
  ]);
  const tools = (server?.tools ?? []).filter(({ state }) => state !== "removed");
  return {
    instances: withChosen(
      question.instance,
      [
        ...(instance && !instances.items.some(({ id }) => id === instance.id) ? [instance] : []),
        ...instances.items.filter(({ id, status }) => status !== "disconnected" || id === question.instance),
      ].map(toInstanceOption),
      "is not an instance here",
    ),
    servers: withChosen(
      question.server,
      servers.items.map(({ key, name }) => ({ value: key, label: name === key ? key : `${name} (${key})` })),
      "is not a server here",
    ),
    tools: withChosen(
      question.tool,
      tools.map(({ name, level }) => ({ value: name, label: `${name} (${level})` })),
      "is not a tool of this server",
    ),
    policies: toPolicyOptions(policies.items, policy),
    instance,
    tool: tools.find(({ name }) => name === question.tool),
    policy,
  };
}

/** What is not there is said on the page, where another can be chosen. */
async function orMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (isHouseError(error) && error.code === "not_found") return undefined;
    throw error;
  }
}

const toInstanceOption = ({ id, label, agent, human, status }: InstanceView): SelectOption => ({
  value: id,
  label: `${label}: ${agent.name} for ${human.name ?? human.email ?? human.key}${status === "active" ? "" : ` (${status})`}`,
});

/** A choice that the list does not hold stays chosen, and says what it is. */
const withChosen = (chosen: string, options: SelectOption[], otherwise: string): SelectOption[] =>
  chosen === "" || options.some(({ value }) => value === chosen)
    ? options
    : [{ value: chosen, label: `${chosen} ${otherwise}` }, ...options];

function toPolicyOptions(
  listed: readonly PolicyView[],
  chosen: PolicyView | undefined,
): (SelectOption | SelectGroup)[] {
  const all = chosen && !listed.some(({ id }) => id === chosen.id) ? [chosen, ...listed] : listed;
  const inactive = all.filter(({ status, id }) => status !== "active" || id === chosen?.id);
  const active = all.filter(({ status, id }) => status === "active" || id === chosen?.id);
  return [
    ...(inactive.length === 0
      ? []
      : [
          {
            label: "With this policy in force",
            options: inactive.map(({ id, name, status }) => ({ value: `with:${id}`, label: `${name} (${status})` })),
          },
        ]),
    ...(active.length === 0
      ? []
      : [
          {
            label: "With this policy switched off",
            options: active.map(({ id, name }) => ({ value: `without:${id}`, label: name })),
          },
        ]),
  ];
}
