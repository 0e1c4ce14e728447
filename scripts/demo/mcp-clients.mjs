// Real SDK clients, one call away: the 1.x SDK that most agents still ship, and the 2.x SDK in each of its three moods.
import { Client as ClientV2, StreamableHTTPClientTransport as TransportV2 } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const MODERN = "2026-07-28";

/**
 * @typedef {{ name?: string, version?: string, title?: string, headers?: Record<string, string>,
 *   capabilities?: Record<string, object>, fetch?: typeof fetch, onToolsChanged?: () => void }} Who
 *   what the client says about itself, headers it adds, the fetch it uses (to look over its shoulder), and what it does
 *   when its list of tools has changed
 */

/**
 * SDK 1.x: `initialize`, sessions, at most 2025-11-25.
 * @param {string} url
 * @param {string | undefined} token bearer token; none sends no Authorization header
 * @param {Who} [who]
 */
export async function connectV1(url, token, who = {}) {
  const client = new ClientV1(identity(who), { capabilities: who.capabilities ?? {}, ...listening(who) });
  const transport = new TransportV1(new URL(url), transportOptions(token, who));
  return open(client, transport);
}

/**
 * SDK 2.x. `legacy` opens with `initialize`, `modern` insists on 2026-07-28, `auto` asks with `server/discover` first.
 * @param {string} url
 * @param {string | undefined} token
 * @param {"legacy" | "auto" | "modern"} [mode]
 * @param {Who} [who]
 */
export async function connectV2(url, token, mode = "auto", who = {}) {
  const client = new ClientV2(identity(who), {
    capabilities: who.capabilities ?? {},
    versionNegotiation: { mode: mode === "modern" ? { pin: MODERN } : mode },
    ...listening(who),
  });
  const transport = new TransportV2(new URL(url), transportOptions(token, who));
  return open(client, transport);
}

/**
 * @template C, T
 * @param {C} client
 * @param {T} transport
 */
async function open(client, transport) {
  try {
    await client.connect(transport);
  } catch (error) {
    await client.close().catch(() => {});
    throw error;
  }
  return {
    client,
    transport,
    /** Says goodbye as a polite agent does: ends its session, where the era has one, then the connection. */
    async close() {
      if (transport.sessionId) await transport.terminateSession().catch(() => {});
      await client.close();
    },
  };
}

const listening = ({ onToolsChanged }) =>
  onToolsChanged ? { listChanged: { tools: { autoRefresh: false, onChanged: () => onToolsChanged() } } } : {};

function identity({ name = "countersign-test", version = "1.0.0", title }) {
  return { name, version, ...(title ? { title } : {}) };
}

function transportOptions(token, { headers, fetch }) {
  return {
    requestInit: { headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers } },
    ...(fetch ? { fetch } : {}),
  };
}
