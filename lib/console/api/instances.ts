import "server-only";
import { z } from "zod";
import { invalid } from "@/lib/kernel/errors";
import { CreateInstanceInput, createInstance } from "@/lib/registry/instances/create-instance";
import { deleteInstance } from "@/lib/registry/instances/delete-instance";
import { disconnectAll } from "@/lib/registry/instances/disconnect-all";
import { disconnectInstance } from "@/lib/registry/instances/disconnect-instance";
import { getInstance } from "@/lib/registry/instances/get-instance";
import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { ListInstancesInput, listInstances } from "@/lib/registry/instances/list-instances";
import { measureStop, type StopOf } from "@/lib/registry/instances/measure-stop";
import { UpdateInstanceInput, updateInstance } from "@/lib/registry/instances/update-instance";
import { family } from "./operation";

const { get, post, patch, del } = family("Instances");

type StopQuery = Partial<Record<"instance" | "agent" | "human" | "server", string | undefined>>;

function toStopOf({ instance, agent, human, server }: StopQuery): StopOf {
  const named: StopOf[] = [];
  if (instance !== undefined) named.push({ instance });
  if (agent !== undefined) named.push({ agent });
  if (human !== undefined) named.push({ human });
  if (server !== undefined) named.push({ server });
  const [only] = named;
  if (only === undefined || named.length > 1) throw invalid("Name one of instance, agent, human and server.");
  return only;
}

export const instances = {
  createInstance: post("instances", {
    summary: "Connect one client of a human",
    description: "A level above the human's ceiling is refused with 403.",
    may: "instances:write",
    body: CreateInstanceInput,
    status: 201,
    answer: "The instance and its token, which is shown this once.",
    run: (ctx, { body }) => createInstance(ctx, body),
  }),
  listInstances: get("instances", {
    summary: "List instances",
    may: "instances:read",
    query: ListInstancesInput,
    answer: "A page of instances, the newest first: all, or those of one agent, one human, one status.",
    run: (ctx, { query }) => listInstances(ctx, query),
  }),
  getInstance: get("instances/{id}", {
    summary: "Get an instance",
    may: "instances:read",
    answer: "The instance.",
    run: (ctx, { params }) => getInstance(ctx, params.id),
  }),
  updateInstance: patch("instances/{id}", {
    summary: "Suspend, resume or rename an instance",
    may: "instances:write",
    body: UpdateInstanceInput,
    answer: "The instance.",
    run: (ctx, { params, body }) => updateInstance(ctx, params.id, body),
  }),
  disconnectInstance: del("instances/{id}", {
    summary: "Disconnect an instance for good",
    description: "With remove=true it is also removed from the registry. What it did stays in the log.",
    may: "instances:write",
    query: z.strictObject({ remove: z.enum(["true", "false"]).optional() }),
    answer: "The instance; nothing where it was removed.",
    run: async (ctx, { params, query }): Promise<InstanceView | undefined> => {
      if (query.remove !== "true") return disconnectInstance(ctx, params.id);
      await deleteInstance(ctx, params.id);
      return undefined;
    },
  }),
  disconnectInstances: post("instances/disconnect", {
    summary: "Disconnect every instance of an agent or of a human",
    description: "Each leaves an event of its own. Those that are disconnected first are refused at once.",
    may: "instances:write",
    body: z.union([
      z.strictObject({ agent: z.string().min(1).max(100) }),
      z.strictObject({ human: z.string().min(1).max(300) }),
    ]),
    answer: "How many were disconnected.",
    run: (ctx, { body }) => disconnectAll(ctx, body),
  }),
  measureStop: get("stops", {
    summary: "Measure a suspension or disconnection",
    description:
      "Of one instance, agent, human or server that may not act at present: when that was written, the last call that was allowed, the first that was refused after it, and the streams that were ended.",
    may: "events:read",
    query: z.strictObject({
      instance: z.string().min(1).max(100).optional(),
      agent: z.string().min(1).max(100).optional(),
      human: z.string().min(1).max(300).optional(),
      server: z.string().min(1).max(100).optional(),
    }),
    answer: "The measured stop; null where none is in force.",
    run: async (ctx, { query }) => ({ stop: (await measureStop(ctx, toStopOf(query))) ?? null }),
  }),
};
