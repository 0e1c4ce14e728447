import type { AuditEvent } from "./event";

/** A kind of event: the family it is filed under, its column title, and the sentence a person reads. */
type Kind = { family: Family; title: string; sentence: (event: AuditEvent) => string };

export type Family =
  | "Tool calls"
  | "Agents"
  | "Resources"
  | "Policies"
  | "Connections"
  | "Consents"
  | "Grants"
  | "Humans"
  | "Members"
  | "Keys"
  | "Sessions"
  | "Security"
  | "Audit"
  | "Tenant";

const who = (event: AuditEvent): string => {
  if (event.actor.type === "agent" && event.human)
    return `${event.actor.name ?? event.actor.key} for ${event.human.name ?? event.human.key}`;
  return event.actor.name ?? event.actor.key;
};
const what = (event: AuditEvent): string => event.resource?.name ?? event.resource?.key ?? "something";
const tool = (event: AuditEvent): string => event.tool?.name ?? "a tool";
const where = (event: AuditEvent): string => event.server ?? event.check?.resource ?? "an unknown server";

const person = (event: AuditEvent): string => event.human?.name ?? event.human?.key ?? "somebody";
const instance = (event: AuditEvent): string => event.instance?.label ?? event.resource?.name ?? "an instance";
const changed = (event: AuditEvent, side: "before" | "after", field: string): string => {
  const value = event.changes?.[side]?.[field];
  return typeof value === "string" ? value : "unknown";
};

const did = (family: Family, title: string, verb: string, noun = ""): Kind => ({
  family,
  title,
  sentence: (event) => `${who(event)} ${verb} ${noun === "" ? "" : `${noun} `}${what(event)}`,
});

/** Every kind of event there is. Names are a contract (seed S34): they may be added to, never changed. */
export const catalog = {
  "gateway.tool.executed": {
    family: "Tool calls",
    title: "Tool executed",
    sentence: (event) => `${who(event)} ran ${tool(event)} on ${where(event)}`,
  },
  "gateway.tool.error": {
    family: "Tool calls",
    title: "Tool error",
    sentence: (event) => {
      if (event.outcome === "denied")
        return `${who(event)} could not run ${tool(event)} on ${where(event)}: ${event.reason?.text ?? "denied"}`;
      if (event.outcome === "unknown")
        return `${who(event)} ran ${tool(event)} on ${where(event)}; how it ended is not known`;
      return `${who(event)} ran ${tool(event)} on ${where(event)}, which failed: ${event.error?.message ?? "error"}`;
    },
  },
  "agent.created": did("Agents", "Agent created", "created", "agent"),
  "agent.updated": did("Agents", "Agent updated", "updated", "agent"),
  "agent.deleted": did("Agents", "Agent deleted", "deleted", "agent"),
  "agent.connected": {
    family: "Agents",
    title: "Agent connected",
    sentence: (event) => {
      const count = event.buckets ? event.buckets.allowed.length + event.buckets.conditional.length : 0;
      return `${who(event)} connected for the first time and may use ${count} ${count === 1 ? "tool" : "tools"}`;
    },
  },
  "agent.disconnected": did("Agents", "Agent disconnected", "disconnected", "instance"),
  "instance.created": did("Agents", "Instance created", "created", "instance"),
  "instance.updated": did("Agents", "Instance updated", "updated", "instance"),
  "resource.created": did("Resources", "Server imported", "imported", "server"),
  "resource.updated": did("Resources", "Server updated", "updated", "server"),
  "resource.deleted": did("Resources", "Server deleted", "deleted", "server"),
  "resource.tools_changed": did("Resources", "Tools changed", "changed the tools of"),
  "policy.created": did("Policies", "Policy created", "created", "policy"),
  "policy.updated": did("Policies", "Policy updated", "updated", "policy"),
  "policy.deleted": did("Policies", "Policy deleted", "deleted", "policy"),
  "policy.tests_changed": did("Policies", "Policy tests changed", "changed the tests of", "policy"),
  "policy.check_failed": {
    family: "Policies",
    title: "Policy check failed",
    sentence: (event) =>
      `The policy ${what(event)} no longer fits the tools of ${where(event)}: ${event.error?.message ?? "its conditions have errors"}`,
  },
  "connection.created": did("Connections", "Connection created", "connected to"),
  "connection.revoked": did("Connections", "Connection revoked", "revoked the connection to"),
  "connection.refresh_failed": did("Connections", "Refresh failed", "could not refresh the connection to"),
  "connection.expired": did("Connections", "Connection expired", "lost the connection to"),
  "consent.granted": {
    family: "Consents",
    title: "Consent granted",
    sentence: (event) =>
      `${who(event)} let ${instance(event)} of ${person(event)} use ${where(event)} up to ${changed(event, "after", "level")}`,
  },
  "consent.changed": {
    family: "Consents",
    title: "Consent changed",
    sentence: (event) => `${who(event)} changed what ${instance(event)} of ${person(event)} may do on ${where(event)}`,
  },
  "consent.revoked": {
    family: "Consents",
    title: "Consent revoked",
    sentence: (event) => `${who(event)} took ${where(event)} away from ${instance(event)} of ${person(event)}`,
  },
  "consent.expired": did("Consents", "Consent expired", "let the consent expire for"),
  "grant.created": {
    family: "Grants",
    title: "Ceiling granted",
    sentence: (event) =>
      `${who(event)} lets ${person(event)} delegate ${where(event)} up to ${changed(event, "after", "ceiling")}`,
  },
  "grant.updated": {
    family: "Grants",
    title: "Ceiling changed",
    sentence: (event) =>
      `${who(event)} changed the ceiling of ${person(event)} on ${where(event)} from ${changed(event, "before", "ceiling")} to ${changed(event, "after", "ceiling")}`,
  },
  "grant.deleted": {
    family: "Grants",
    title: "Ceiling removed",
    sentence: (event) => `${who(event)} no longer lets ${person(event)} delegate ${where(event)}`,
  },
  "human.created": {
    family: "Humans",
    title: "Human added",
    sentence: (event) => `${who(event)} added ${person(event)}`,
  },
  "human.updated": did("Humans", "Human updated", "updated", "human"),
  "human.deleted": did("Humans", "Human deleted", "deleted", "human"),
  "member.created": did("Members", "Member added", "added", "member"),
  "member.updated": did("Members", "Member updated", "updated", "member"),
  "member.deleted": did("Members", "Member removed", "removed", "member"),
  "key.created": did("Keys", "API key created", "created", "API key"),
  "key.deleted": did("Keys", "API key deleted", "deleted", "API key"),
  "oauth.client.registered": did("Security", "OAuth client registered", "registered"),
  "token.reuse_detected": did("Security", "Token reuse detected", "presented a used token of"),
  "auth.refused": {
    family: "Security",
    title: "Authentication refused",
    sentence: (event) => `${who(event)} was refused at ${what(event)}: ${event.reason?.text ?? "not authenticated"}`,
  },
  "session.created": did("Sessions", "Signed in", "signed in to"),
  "session.ended": did("Sessions", "Signed out", "signed out of"),
  "session.refused": did("Sessions", "Sign-in refused", "failed to sign in to"),
  "audit.exported": did("Audit", "Log exported", "exported"),
  "audit.payload_viewed": did("Audit", "Arguments viewed", "viewed the arguments of"),
  "audit.retention_applied": did("Audit", "Retention applied", "applied retention to"),
  "audit.verified": did("Audit", "Log verified", "verified"),
  "tenant.created": did("Tenant", "Environment created", "created", "environment"),
  "tenant.updated": did("Tenant", "Environment updated", "updated", "environment"),
} as const satisfies Record<string, Kind>;

export type EventType = keyof typeof catalog;
export const eventTypes = Object.keys(catalog) as EventType[]; // safe because keys of a const object are its literal keys

export const isEventType = (type: string): type is EventType => Object.hasOwn(catalog, type);
