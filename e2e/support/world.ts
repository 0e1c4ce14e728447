import { randomBytes } from "node:crypto";
import { paths } from "@/lib/kernel/paths";
// biome-ignore lint/style/noRestrictedImports: a tenant by the command line takes two seconds, and every test has one of its own; from here on everything goes through the doors.
import { createTenant } from "@/lib/registry/tenants/create-tenant";
import { type Api, apiOf } from "./api";
import { type AuditEvent, callTypes } from "./event";

export type Level = "low" | "medium" | "high";

export interface Consent {
  server: string;
  level: Level;
  expiresAt?: string;
  excludedTools?: string[];
}

export interface Instance {
  id: string;
  token: string;
  agent: string;
  human: string;
}

/** A tenant of a test's own, seen through its API. */
export interface World {
  tenant: string;
  key: string;
  baseUrl: string;
  api: Api;
  /** The same tenant at another server process. */
  at: (baseUrl: string) => World;
  mcpUrl: (server: string) => string;
  addServer: (key: string, url: string, auth?: object) => Promise<{ tools: { name: string; level: Level }[] }>;
  /** `alice` becomes alice@people.example; gives her key, `human|alice`. */
  addHuman: (name: string) => Promise<string>;
  grant: (human: string, server: string, ceiling: Level) => Promise<void>;
  addInstance: (human: string, consents: Consent[], agent?: string) => Promise<Instance>;
  /** The newest events first; `filter` as the API takes it. */
  events: (filter?: Record<string, string | string[]>) => Promise<AuditEvent[]>;
  /** The only event that a filter finds. Throws where there is none, or more than one. */
  event: (filter: Record<string, string | string[]>) => Promise<AuditEvent>;
  /** Terminal events of calls, the newest first. */
  calls: (filter?: Record<string, string | string[]>) => Promise<AuditEvent[]>;
}

/** Text that no other test uses. */
export const unique = (): string => randomBytes(5).toString("hex");

export function baseUrl(): string {
  const url = process.env["BASE_URL"];
  if (!url) throw new Error("These tests need a server: run them with `npm test -- --project=doors`.");
  return url;
}

/** Makes a tenant in the database of the tests. */
export async function makeWorld(slug = `t-${unique()}`): Promise<World> {
  const { key } = await createTenant({
    slug,
    name: "Production",
    organization: `Org ${slug}`,
    owner: `owner@${slug}.example`,
    // Given, because making one up is as slow as it should be.
    password: "correct horse battery staple",
  });
  return worldOf(slug, key, baseUrl());
}

/** A tenant that exists already, at one server process. */
export function worldOf(tenant: string, key: string, at: string): World {
  const api = apiOf(at, tenant, key);
  const events = async (filter: Record<string, string | string[]> = {}) => {
    const items: AuditEvent[] = [];
    const query = new URLSearchParams({ limit: "200" });
    for (const [name, values] of Object.entries(filter)) for (const value of [values].flat()) query.append(name, value);
    for (;;) {
      const page = await api.get<{ items: AuditEvent[]; nextCursor: string | null }>(`events?${query}`);
      items.push(...page.items);
      if (page.nextCursor === null) return items;
      query.set("cursor", page.nextCursor);
    }
  };
  return {
    tenant,
    key,
    baseUrl: at,
    api,
    at: (elsewhere) => worldOf(tenant, key, elsewhere),
    mcpUrl: (server) => at + paths.mcp(tenant, server),
    addServer: (serverKey, url, auth) =>
      api.post("servers", { key: serverKey, name: titled(serverKey), url, ...(auth ? { auth } : {}) }),
    addHuman: async (name) => {
      const human = await api.post<{ key: string }>("humans", {
        email: `${name}@people.example`,
        name: titled(name),
        subject: name,
      });
      return human.key;
    },
    grant: async (human, server, ceiling) => {
      await api.put("grants", { human, server, ceiling });
    },
    addInstance: async (human, consents, agent = "claude-code") => {
      const { instance, token } = await api.post<{ instance: { id: string }; token: string }>("instances", {
        human,
        agent,
        consents,
      });
      return { id: instance.id, token, agent, human };
    },
    events,
    event: async (filter) => {
      const found = await events(filter);
      const [only] = found;
      if (only === undefined || found.length > 1)
        throw new Error(`${found.length} events were found by ${JSON.stringify(filter)}; there should be one.`);
      return only;
    },
    calls: (filter = {}) => events({ type: callTypes, ...filter }),
  };
}

const titled = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
