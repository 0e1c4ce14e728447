import "server-only";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { HouseError, isHouseError } from "@/lib/kernel/errors";
import { readDefinition } from "@/lib/registry/definitions/read-definition";
import type { ToolDefinition } from "@/lib/registry/servers/definition";
import type { Discovered } from "@/lib/registry/servers/discovered";
import { isStandIn, standInsOf } from "@/lib/registry/servers/stand-ins";
import { outboundFetch } from "./outbound";

const timeMs = 20_000;

/** For whoever wants to know how far it came. */
export type DiscoveryWatch = {
  /** Ends it; without one it takes 20 seconds at most. */
  signal?: AbortSignal;
  /** The HTTP status of each answer to a message. */
  onStatus?: (status: number) => void;
  /** The protocol is agreed on; asking for tools comes next. */
  onHandshake?: (self: Pick<Discovered, "protocolVersion" | "serverInfo">) => void;
};

const toolsMax = 5_000;
/** Of all answers together, decompressed. */
const bytesMax = 32 * 1024 * 1024;

/**
 * Asks an upstream what it is and which tools it has, as a client of both protocol eras. `headers` carry its credential.
 * Throws an `upstream` error whose sentence says what is wrong and what to try.
 */
export async function discoverServer(
  url: string,
  headers: Record<string, string>,
  { signal: until = AbortSignal.timeout(timeMs), onStatus, onHandshake }: DiscoveryWatch = {},
): Promise<Discovered> {
  const tooLarge = new AbortController();
  const signal = AbortSignal.any([until, tooLarge.signal]);
  const bounded = counting(() =>
    tooLarge.abort(new HouseError("upstream", `${url} answers with more than ${bytesMax / 1024 / 1024} MiB.`)),
  );
  const client = new Client(
    { name: "countersign", version: "0.1.0" },
    { versionNegotiation: { mode: "auto" }, capabilities: {} },
  );
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch: async (input, init) => {
      const ends = init?.signal ? AbortSignal.any([init.signal, signal]) : signal;
      const response = await outboundFetch(input, { ...init, signal: ends });
      // Streams that stand open (GET), and the end of a session, are answered as servers like.
      if (init?.method === "POST") onStatus?.(response.status);
      return bounded(response);
    },
    requestInit: { headers },
  });
  try {
    await client.connect(transport, { signal });
    const info = client.getServerVersion();
    const capabilities = client.getServerCapabilities() ?? {};
    const self = {
      protocolVersion: client.getNegotiatedProtocolVersion() ?? "unknown",
      serverInfo: { ...info, name: info?.name ?? "unnamed", version: info?.version ?? "" },
    };
    onHandshake?.(self);
    return {
      era: client.getProtocolEra() === "modern" ? "modern" : "legacy",
      ...self,
      capabilities,
      tools: [...(capabilities.tools ? await listAll(client, signal) : []), ...standInsOf(capabilities)],
    };
  } catch (error) {
    throw toUpstreamError(url, tooLarge.signal.aborted ? tooLarge.signal.reason : error);
  } finally {
    await transport.terminateSession?.().catch(() => {});
    await client.close().catch(() => {});
  }
}

async function listAll(client: Client, signal: AbortSignal): Promise<ToolDefinition[]> {
  const tools = new Map<string, ToolDefinition>();
  // All pages of it: the client goes from cursor to cursor, and gives up where they do not end.
  const found = await client.listTools({}, { signal });
  for (const tool of found.tools) {
    if (isStandIn(tool.name)) continue;
    if (tools.size >= toolsMax) throw new HouseError("upstream", `The server offers more than ${toolsMax} tools.`);
    const definition = readDefinition(tool);
    if (definition === undefined)
      throw new HouseError(
        "upstream",
        `The definition of the tool ${JSON.stringify(tool.name.slice(0, 100))} cannot be stored: it is nested too deeply or holds characters that are none.`,
      );
    tools.set(tool.name, definition);
  }
  return [...tools.values()];
}

/** Gives the same answers, whose bodies break off as soon as all of them together are too large. */
function counting(onTooLarge: () => void): (response: Response) => Response {
  let bytes = 0;
  const count = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, out) {
        bytes += piece.length;
        if (bytes <= bytesMax) return out.enqueue(piece);
        onTooLarge();
        out.terminate();
      },
    });
  return ({ body, status, statusText, headers }) =>
    new Response(body?.pipeThrough(count()) ?? null, { status, statusText, headers });
}

function toUpstreamError(url: string, error: unknown): HouseError {
  const guarded = findHouseError(error);
  if (guarded) return guarded;
  const text = describe(error);
  const status = /\b(4\d\d|5\d\d)\b/.exec(text)?.[1];
  if (status === "401" || status === "403")
    return new HouseError(
      "upstream",
      `${url} wants a credential (HTTP ${status}). Import it with a header that carries one.`,
      { cause: error },
    );
  if (status === "404")
    return new HouseError(
      "upstream",
      `There is no MCP endpoint at ${url} (HTTP 404). Check the path; many servers end in /mcp.`,
      { cause: error },
    );
  if (/ECONNREFUSED/.test(text))
    return new HouseError("upstream", `Nothing listens at ${url}. Is the server running?`, { cause: error });
  if (/timeout|aborted/i.test(text))
    return new HouseError("upstream", `${url} did not answer within ${timeMs / 1000} seconds.`, { cause: error });
  return new HouseError(
    "upstream",
    `${url} did not answer like an MCP server over streamable HTTP: ${text.slice(0, 200)}`,
    { cause: error },
  );
}

function findHouseError(error: unknown): HouseError | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (isHouseError(at)) return at;
  return undefined;
}

/** The messages of an error and of its causes, for matching and for people. */
function describe(error: unknown): string {
  const parts: string[] = [];
  for (let at: unknown = error; at instanceof Error && parts.length < 5; at = at.cause) {
    const code = "code" in at && typeof at.code === "string" ? ` (${at.code})` : "";
    parts.push(`${at.message}${code}`);
  }
  return parts.length === 0 ? String(error) : parts.join(": ");
}
