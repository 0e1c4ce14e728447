// The three upstream servers of the demo world, each in a process of its own, on a port that is given.
import { fileURLToPath } from "node:url";
import { packageFile, startChildServer } from "./child-server.mjs";

/** The protocol's own reference server: thirteen tools, prompts and resources, sessions, 2025-11-25 and older. */
export function startEverything({ port }) {
  return startChildServer({
    name: "server-everything",
    script: packageFile("@modelcontextprotocol/server-everything/dist/index.js"),
    args: ["streamableHttp"],
    port,
    path: "/mcp",
  });
}

/** The knowledge graph that speaks stdio, behind a proxy that speaks both eras, 2026-07-28 included. */
export function startMemory({ port, memoryFile }) {
  return startChildServer({
    name: "server-memory",
    script: packageFile("mcp-proxy/dist/bin/mcp-proxy.mjs"),
    args: [
      ...["--host", "127.0.0.1", "--port", String(port), "--server", "stream", "--gracefulShutdownTimeout", "500"],
      ...["--", process.execPath, packageFile("@modelcontextprotocol/server-memory/dist/index.js")],
    ],
    env: { MEMORY_FILE_PATH: memoryFile },
    port,
    path: "/mcp",
    readyPath: "/ping",
  });
}

/** Our own ticket desk, both eras; every customer has a desk of its own under `/{desk}/mcp`. */
export function startTickets({ port }) {
  return startChildServer({
    name: "tickets",
    script: fileURLToPath(new URL("./tickets.mjs", import.meta.url)),
    port,
    path: "",
    readyPath: "/",
  });
}
