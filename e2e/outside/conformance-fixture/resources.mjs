// Resources: text, bytes, one that can be watched, and a template.
import { ResourceTemplate } from "@modelcontextprotocol/server";
import { png } from "./media.mjs";

const resources = [
  {
    name: "static-text",
    uri: "test://static-text",
    description: "Text that stays the same.",
    mimeType: "text/plain",
    holds: { text: "Text that stays the same." },
  },
  {
    name: "static-binary",
    uri: "test://static-binary",
    description: "A picture that stays the same.",
    mimeType: "image/png",
    holds: { blob: png },
  },
  {
    name: "watched-resource",
    uri: "test://watched-resource",
    description: "What somebody may want to watch.",
    mimeType: "text/plain",
    holds: { text: "Nothing has happened yet." },
  },
];

/** Registers them all; subscriptions are accepted and forgotten, as nothing here ever changes. */
export function addResources(server) {
  for (const { name, uri, holds, ...config } of resources)
    server.registerResource(name, uri, config, () => ({ contents: [{ uri, mimeType: config.mimeType, ...holds }] }));
  server.registerResource(
    "template",
    new ResourceTemplate("test://template/{id}/data", { list: undefined }),
    { description: "What belongs to an id.", mimeType: "application/json" },
    ({ href }, { id }) => ({ contents: [{ uri: href, mimeType: "application/json", text: JSON.stringify({ id }) }] }),
  );
  for (const method of ["resources/subscribe", "resources/unsubscribe"])
    server.server.setRequestHandler(method, () => ({}));
}
