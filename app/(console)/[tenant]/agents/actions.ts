"use server";

import { z } from "zod";
import { action } from "@/lib/console/action";
import { nowMs } from "@/lib/kernel/clock";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { levels } from "@/lib/policy/level";
import { AgentSlug } from "@/lib/registry/agents/agent-slug";
import { deleteAgent } from "@/lib/registry/agents/delete-agent";
import { UpdateAgentInput, updateAgent } from "@/lib/registry/agents/update-agent";
import { PutConsentInput, putConsent } from "@/lib/registry/consents/put-consent";
import { RevokeConsentInput, revokeConsent } from "@/lib/registry/consents/revoke-consent";
import { createInstance, InstanceLabel } from "@/lib/registry/instances/create-instance";
import { deleteInstance } from "@/lib/registry/instances/delete-instance";
import { disconnectAll } from "@/lib/registry/instances/disconnect-all";
import { disconnectInstance } from "@/lib/registry/instances/disconnect-instance";
import { getInstance } from "@/lib/registry/instances/get-instance";
import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { UpdateInstanceInput, updateInstance } from "@/lib/registry/instances/update-instance";
import { resolveReport } from "@/lib/registry/reports/resolve-report";
import { lastings } from "./connect/lastings";

const Id = z.string().min(1).max(100);
const pathOf = (tenant: string, { agent, id }: InstanceView) => paths.instance(tenant, agent.slug, id);

/** A consent for each server, or none: the form has one group of choices a server, named by its key. */
const ConnectInput = z.strictObject({
  human: z.string().min(1).max(300),
  agent: AgentSlug,
  label: InstanceLabel.optional(),
  lasts: z.enum(lastings.map(({ value }) => value)),
  consent: z.record(z.string(), z.enum(["none", ...levels])).default({}),
});

export const connectAction = action({
  may: "instances:write",
  input: ConnectInput,
  run: async (ctx, { human, agent, label, lasts, consent }) => {
    const hours = lastings.find(({ value }) => value === lasts)?.hours;
    const expiresAt = hours === undefined ? null : new Date(nowMs() + hours * 3_600_000).toISOString();
    const { instance, token } = await createInstance(ctx, {
      human,
      agent,
      label,
      consents: Object.entries(consent).flatMap(([key, level]) =>
        level === "none" ? [] : [{ server: key.replace(/^server:/, ""), level, expiresAt }],
      ),
    });
    const { slug } = ctx.tenant;
    return {
      token,
      agent: agent,
      label: instance.label,
      path: pathOf(slug, instance),
      servers: instance.consents.map(({ server, serverName }) => ({
        key: server,
        name: serverName,
        url: absolute(paths.mcp(slug, server)),
      })),
    };
  },
  refresh: paths.agents,
});

export const updateAgentAction = action({
  may: "agents:write",
  input: UpdateAgentInput.extend({ agent: Id }),
  run: (ctx, { agent, ...change }) => updateAgent(ctx, agent, change),
  refresh: (tenant, agent) => paths.agent(tenant, agent.slug),
});

export const deleteAgentAction = action({
  may: "agents:write",
  input: z
    .object({ agent: Id, confirm: z.string() })
    .refine(({ agent, confirm }) => agent === confirm, { path: ["confirm"], message: "This is not the agent's name." }),
  run: (ctx, { agent }) => deleteAgent(ctx, agent),
  refresh: paths.agents,
  // biome-ignore lint/suspicious/noThenProperty: where the form leads; nobody awaits this object
  then: paths.agents,
});

export const updateInstanceAction = action({
  may: "instances:write",
  input: UpdateInstanceInput.extend({ instance: Id }),
  run: (ctx, { instance, ...change }) => updateInstance(ctx, instance, change),
  refresh: pathOf,
});

export const disconnectInstanceAction = action({
  may: "instances:write",
  input: z.object({ instance: Id }),
  run: (ctx, { instance }) => disconnectInstance(ctx, instance),
  refresh: pathOf,
});

/** Bulk: every instance of an agent, or of a human, whose name was typed. */
export const disconnectAllAction = action({
  may: "instances:write",
  input: z
    .union([
      z.object({ agent: Id, confirm: z.string() }),
      z.object({ human: z.string().min(1).max(300), confirm: z.string() }),
    ])
    .refine((input) => ("agent" in input ? input.agent : input.human) === input.confirm, {
      path: ["confirm"],
      message: "This is not the name.",
    }),
  run: async (ctx, input) => {
    await disconnectAll(ctx, "agent" in input ? { agent: input.agent } : { human: input.human });
    return input;
  },
  refresh: (tenant, input) => ("agent" in input ? paths.agent(tenant, input.agent) : paths.human(tenant, input.human)),
});

export const deleteInstanceAction = action({
  may: "instances:write",
  input: z
    .object({ instance: Id, agent: Id, confirm: z.string() })
    .refine(({ instance, confirm }) => instance === confirm, {
      path: ["confirm"],
      message: "This is not the instance's id.",
    }),
  run: async (ctx, { instance, agent }) => {
    await deleteInstance(ctx, instance);
    return agent;
  },
  refresh: paths.agent,
  // biome-ignore lint/suspicious/noThenProperty: as above
  then: paths.agent,
});

export const resolveReportAction = action({
  may: "instances:write",
  input: z.object({ report: Id }),
  run: (ctx, { report }) => resolveReport(ctx, report),
  refresh: (tenant) => [paths.reports(tenant), paths.overview(tenant)],
});

export const putConsentAction = action({
  may: "consents:write",
  input: PutConsentInput,
  run: async (ctx, input) => {
    await putConsent(ctx, input);
    return getInstance(ctx, input.instance);
  },
  refresh: pathOf,
});

export const revokeConsentAction = action({
  may: "consents:write",
  input: RevokeConsentInput,
  run: async (ctx, input) => {
    await revokeConsent(ctx, input);
    return getInstance(ctx, input.instance);
  },
  refresh: pathOf,
});
