import { z } from "zod";
import { policyFields } from "@/lib/registry/policies/policy-input";

const list = z.array(z.string().min(1).max(300)).max(200).optional();

/** Patterns or tags, one a line or between commas. */
const lines = z.string().transform((text) =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== ""),
);

/** A list that nothing was put into stands for any. */
const orAny = <T>(values: T[] | undefined): T[] | undefined => (values?.length ? values : undefined);

/** A policy as its form sends it; the scope comes out as the verbs want it. */
export const PolicyFormInput = z.strictObject({
  name: policyFields.name,
  description: policyFields.description,
  effect: policyFields.effect,
  status: policyFields.status,
  note: policyFields.note,
  when: policyFields.when,
  unless: policyFields.unless,
  scope: z
    .strictObject({
      ...{ servers: list, humans: list, agents: list, instances: list },
      ...{ tools: lines, serverTags: lines, groups: lines, agentTags: lines },
    })
    .transform(({ servers, serverTags, tools, humans, groups, agents, agentTags, instances }) => ({
      servers: orAny(servers),
      serverTags: orAny(serverTags),
      tools: orAny(tools),
      humans: orAny(humans),
      groups: orAny(groups),
      agents: orAny(agents),
      agentTags: orAny(agentTags),
      instances: orAny(instances),
    })),
});

/** No text of a condition begins like this, so it is a tree of the builder. */
const asTree = (text: string): unknown => {
  if (!text.startsWith("{")) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const condition = z.string().transform(asTree).pipe(policyFields.when);

/** The same while it is still being written: it may have no name yet. */
export const PolicyCheckInput = PolicyFormInput.extend({
  name: z.string().transform((name) => name.trim().slice(0, 120) || "New policy"),
  policy: z.string().min(1).max(100).optional(),
  when: condition,
  unless: condition,
  /** Which tools the arguments on offer are those of; others are answered with what they take. */
  seen: z.string().max(100_000).optional(),
});
export type PolicyCheckInput = z.infer<typeof PolicyCheckInput>;
