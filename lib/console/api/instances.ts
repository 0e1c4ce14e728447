import "server-only";
import { CreateInstanceInput, createInstance } from "@/lib/registry/instances/create-instance";
import { disconnectInstance } from "@/lib/registry/instances/disconnect-instance";
import { getInstance } from "@/lib/registry/instances/get-instance";
import { ListInstancesInput, listInstances } from "@/lib/registry/instances/list-instances";
import { UpdateInstanceInput, updateInstance } from "@/lib/registry/instances/update-instance";
import { family } from "./operation";

const { get, post, patch, del } = family("Instances");

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
    may: "instances:write",
    answer: "The instance.",
    run: (ctx, { params }) => disconnectInstance(ctx, params.id),
  }),
};
