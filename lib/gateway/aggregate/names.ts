import { createHash } from "node:crypto";

/*
 * Names on the aggregate endpoint: `<server>__<name>`. The first two underscores end the server's key (one that holds two is not part of
 * the aggregate), so what is whose needs no table, and no server can take a name of another's. Hosts hide tools whose names are long (60 characters have been seen) or have other characters than these: such
 * a tool is given a name that ends in six digits of its hash, and is found again by making the names of its server's tools once more.
 */

const separator = "__";
const lengthMax = 60;

/** Whether a server is part of the aggregate: by its key, which must not hold what separates. */
export const isAggregated = (server: string): boolean => !server.includes(separator);

/** The name of one server's tool among those of all. Always the same for the same two. */
export function toAggregateName(server: string, tool: string): string {
  const plain = `${server}${separator}${tool}`;
  if (plain.length <= lengthMax && /^[A-Za-z0-9_-]+$/.test(plain)) return plain;
  const hash = createHash("sha256").update(`${server}\n${tool}`).digest("hex").slice(0, 6);
  return `${plain.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, lengthMax - hash.length - 1)}_${hash}`;
}

/** The server that an aggregate name says it belongs to, and the rest of it; undefined where it says none. */
export function splitAggregateName(name: string): { server: string; rest: string } | undefined {
  const at = name.indexOf(separator);
  return at <= 0 ? undefined : { server: name.slice(0, at), rest: name.slice(at + separator.length) };
}

const uriPrefix = "countersign+";

/** A resource's URI, or URI template, among those of all servers. */
export const toAggregateUri = (server: string, uri: string): string => `${uriPrefix}${server}:${uri}`;

/** The server that a URI of the aggregate endpoint belongs to, and its own URI for it. */
export function splitAggregateUri(uri: string): { server: string; rest: string } | undefined {
  const at = uri.indexOf(":");
  return uri.startsWith(uriPrefix) && at > uriPrefix.length
    ? { server: uri.slice(uriPrefix.length, at), rest: uri.slice(at + 1) }
    : undefined;
}
