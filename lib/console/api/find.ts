import "server-only";
import { FindInput, findThings } from "@/lib/registry/find/find-things";
import { family } from "./operation";

const { get } = family("Find");

export const find = {
  findThings: get("find", {
    summary: "Find things by name",
    description:
      "Agents, instances, humans, servers, tools and policies with `q` in their name, e-mail or key, at most eight of each; one of them by its whole id; an event by its id. Of what the caller may not read there is none.",
    may: "tenant:read",
    rate: { name: "find", max: 600, seconds: 60 },
    query: FindInput,
    answer:
      "What was found, by kind, the better match first. `within` is the agent of an instance and the server of a tool.",
    run: (ctx, { query }) => findThings(ctx, query),
  }),
};
