import { fromUUID, TypeID, typeidUnboxed } from "typeid-js";

/**
 * Ids are a prefix and a UUIDv7 in Crockford base 32 (the TypeID format): readable, sortable by time, safe in URLs.
 * The prefix is part of the id and is stored with it, except for events, whose table keeps the bare UUID.
 */
const prefixes = {
  organization: "org",
  member: "mem",
  user: "usr",
  session: "ses",
  key: "key",
  human: "hum",
  agent: "agt",
  client: "cli",
  instance: "ins",
  server: "srv",
  tool: "tol",
  toolVersion: "tdv",
  policy: "pol",
  policyVersion: "plv",
  policyTest: "pts",
  connection: "con",
  event: "evt",
  request: "req",
  hold: "hld",
  limit: "lim",
  view: "viw",
  authorization: "azr",
  upstreamClient: "upc",
  onboarding: "onb",
  report: "rpt",
  task: "tsk",
} as const;

export type IdKind = keyof typeof prefixes;

export const newId = (kind: IdKind): string => typeidUnboxed(prefixes[kind]);

/** `evt_…` for the UUID of an event row. */
export const toEventId = (uuid: string): string => fromUUID(uuid, prefixes.event);

/** The UUID behind `evt_…`; undefined for anything else, however strange. */
export const readEventId = (id: string): string | undefined => readUuid("event", id);

/** The UUID behind `req_…`, which tells when the request came in; undefined for anything else. */
export const readRequestUuid = (id: string): string | undefined => readUuid("request", id);

function readUuid(kind: "event" | "request", id: string): string | undefined {
  if (!id.startsWith(`${prefixes[kind]}_`) || id.length > 40) return undefined;
  try {
    return TypeID.fromString(id, prefixes[kind]).toUUID();
  } catch {
    return undefined;
  }
}
