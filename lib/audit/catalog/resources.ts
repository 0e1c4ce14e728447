import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { what, where } from "./words";

const theServer = (event: Sparse): string => `the server ${what(event)}`;

const toolsChanged = deed("Resources", {
  title: "Tools changed",
  did: "found that the tools changed on",
  could: "read the tools of",
  rest: theServer,
});

/** What matters most of what was found: ": 3 changed, 1 quarantined (transfer takes the new optional parameter “bcc”)". */
function gistOf({ outcome, details }: Sparse): string {
  if (outcome !== "success" && outcome !== undefined) return "";
  const listOf = (field: string): unknown[] => toList(toFields(details)[field]);
  const counts = [
    ["changed", "changed"],
    ["added", "new"],
    ["removed", "gone"],
    ["returned", "back"],
    ["renamed", "renamed"],
    ["quarantined", "quarantined"],
  ] as const;
  const words = counts.flatMap(([field, word]) =>
    listOf(field).length > 0 ? [`${listOf(field).length} ${word}`] : [],
  );
  if (words.length === 0) return "";
  // A tool whose change somebody has to look at says more than one whose change is in force.
  for (const name of [...listOf("quarantined"), ...listOf("changed")]) {
    const [first] = toList(toFields(toFields(toFields(details)["definitions"])[String(name)])["findings"]);
    const text = toFields(first)["text"];
    if (typeof text === "string") return `: ${words.join(", ")} (${String(name).slice(0, 60)} ${text})`;
  }
  return `: ${words.join(", ")}`;
}

const toList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
// safe because a JSON object has string keys
const toFields = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

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
  "resource.tools_changed": {
    ...toolsChanged,
    sentence: (event) => `${toolsChanged.sentence(event)}${gistOf(event)}`,
  },
  "resource.tested": deed("Resources", {
    title: "Connection tested",
    did: "tested the connection to",
    could: "reach",
    rest: theServer,
  }),
} as const satisfies Record<string, Kind>;
