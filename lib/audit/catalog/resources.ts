import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { what, where } from "./words";

const theServer = (event: Sparse): string => `the server ${what(event)}`;

/** MCP servers and their tools. */
export const resources = {
  "resource.created": deed("Resources", {
    title: "Server imported",
    did: "imported",
    could: "import",
    rest: theServer,
  }),
  "resource.updated": deed("Resources", {
    title: "Server updated",
    did: "updated",
    could: "update",
    rest: (event) =>
      event.resource?.type === "tool" ? `the tool ${what(event)} of ${where(event)}` : theServer(event),
  }),
  "resource.deleted": deed("Resources", {
    title: "Server deleted",
    did: "deleted",
    could: "delete",
    rest: theServer,
  }),
  "resource.tools_changed": deed("Resources", {
    title: "Tools changed",
    did: "found that the tools changed on",
    could: "read the tools of",
    rest: theServer,
  }),
  "resource.tested": deed("Resources", {
    title: "Connection tested",
    did: "tested the connection to",
    could: "reach",
    rest: theServer,
  }),
} as const satisfies Record<string, Kind>;
