import "server-only";
import type { FetchLike } from "@modelcontextprotocol/client";
import { Agent, buildConnector, type Dispatcher, fetch as undiciFetch } from "undici";
import { env } from "@/lib/kernel/env";
import { readExceptions, resolveGuarded } from "./internal/address-guard";

const shared = globalThis as { countersignOutbound?: Agent };

/**
 * The dispatcher of every request that leaves the product: guarded addresses, kept-alive connections, no redirects
 * (undici follows none unless asked), bounded headers. Bodies may stream for as long as their reader wants them.
 */
export function outbound(): Dispatcher {
  shared.countersignOutbound ??= make();
  return shared.countersignOutbound;
}

function make(): Agent {
  return new Agent({
    connections: 128,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: -1,
    maxHeaderSize: 32_768,
    connect: guardedConnector(),
  });
}

/** Connects to the very address that was judged. */
function guardedConnector(): buildConnector.connector {
  const exceptions = readExceptions(env().UPSTREAM_ALLOW_PRIVATE);
  const connect = buildConnector({ timeout: 10_000 });
  return (options, done) => {
    resolveGuarded(options.hostname, portOf(options), exceptions).then(
      (address) => connect({ ...options, hostname: address, servername: options.servername ?? options.hostname }, done),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}

/** The port that a URL leads to. */
export const portOf = ({ protocol, port }: { protocol: string; port: string }): number =>
  port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);

/** The address that requests to this URL go to. Throws an `upstream` error where there is none, or where it may not be reached. */
export const addressOf = (url: URL): Promise<string> =>
  resolveGuarded(url.hostname, portOf(url), readExceptions(env().UPSTREAM_ALLOW_PRIVATE));

/** Opens a connection as every request does, TLS included, and closes it again. Rejects with what prevented it. */
export function tryConnection({ hostname, port, protocol }: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    guardedConnector()({ hostname, port, protocol }, (error, socket) => {
      if (error !== null) return reject(error);
      socket.destroy();
      resolve();
    });
  });
}

/** `fetch` over the guarded dispatcher, for libraries that want one. Redirects are errors. */
export const outboundFetch = (async (input: string | URL, init?: RequestInit): Promise<Response> => {
  // safe because undici's types and the global ones describe the same standard
  const options = { ...init, redirect: "error", dispatcher: outbound() } as Parameters<typeof undiciFetch>[1];
  const response: unknown = await undiciFetch(input, options);
  return response as Response;
}) satisfies FetchLike;

/** Ends all connections; for shutdown. */
export async function closeOutbound(): Promise<void> {
  await shared.countersignOutbound?.destroy();
  delete shared.countersignOutbound;
}
