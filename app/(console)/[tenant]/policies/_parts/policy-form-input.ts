import { z } from "zod";
import { policyFields } from "@/lib/registry/policies/policy-input";

const list = z.array(z.string().min(1).max(300)).max(200).optional();

/** Patterns, one a line or between commas. */
const globs = z.string().transform((text) =>
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
  scope: z
    .strictObject({ servers: list, tools: globs, humans: list, agents: list, instances: list })
    .transform(({ servers, tools, humans, agents, instances }) => ({
      servers: orAny(servers),
      tools: orAny(tools),
      humans: orAny(humans),
      agents: orAny(agents),
      instances: orAny(instances),
    })),
});
