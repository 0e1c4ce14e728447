import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { agent, because, counted, instance, person, where, who } from "./words";

const theAgent = (event: Sparse): string => `the agent ${agent(event)}`;
const theInstance = (event: Sparse): string =>
  event.human ? `${instance(event)} of ${person(event)}` : `the instance ${instance(event)}`;

export const agents = {
  "agent.created": deed("Agents", { title: "Agent created", did: "added", could: "add", rest: theAgent }),
  "agent.updated": deed("Agents", { title: "Agent updated", did: "updated", could: "update", rest: theAgent }),
  "agent.deleted": deed("Agents", { title: "Agent deleted", did: "deleted", could: "delete", rest: theAgent }),
  "agent.connected": {
    family: "Agents",
    title: "Agent connected",
    sentence: (event) => {
      if (event.outcome === "denied" || event.outcome === "error")
        return `${who(event)} could not connect${because(event)}`;
      const { allowed = [], conditional = [], denied = [] } = event.buckets ?? {};
      const buckets = event.buckets
        ? `: ${counted(allowed.length, "tool")} allowed, ${conditional.length} conditional, ${denied.length} denied`
        : "";
      return `${who(event)} connected for the first time${buckets}`;
    },
  },
  "agent.disconnected": deed("Agents", {
    title: "Agent disconnected",
    did: "disconnected",
    could: "disconnect",
    rest: theInstance,
  }),
  "instance.created": deed("Agents", {
    title: "Instance created",
    did: "added",
    could: "add",
    rest: (event) => `the instance ${instance(event)} for ${person(event)}`,
  }),
  "instance.updated": deed("Agents", {
    title: "Instance updated",
    did: "updated",
    could: "update",
    rest: theInstance,
  }),
  "instance.deleted": deed("Agents", {
    title: "Instance deleted",
    did: "deleted",
    could: "delete",
    rest: theInstance,
  }),
  "instance.stream_closed": {
    family: "Agents",
    title: "Stream closed",
    sentence: (event) => `An open stream of ${who(event)} at ${where(event)} was closed${because(event)}`,
  },
} as const satisfies Record<string, Kind>;
