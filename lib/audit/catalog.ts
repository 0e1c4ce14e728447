import { agents } from "./catalog/agents";
import { connections } from "./catalog/connections";
import { consents } from "./catalog/consents";
import { grants } from "./catalog/grants";
import type { Kind } from "./catalog/kind";
import { limits } from "./catalog/limits";
import { log } from "./catalog/log";
import { humans, keys, members } from "./catalog/people";
import { policies } from "./catalog/policies";
import { promptsAndResources } from "./catalog/prompts-and-resources";
import { type ReservedType, reservedTypes } from "./catalog/reserved";
import { resources } from "./catalog/resources";
import { security } from "./catalog/security";
import { sessions } from "./catalog/sessions";
import { tasks } from "./catalog/tasks";
import { tenant } from "./catalog/tenant";
import { toolCalls } from "./catalog/tool-calls";

export type { Family } from "./catalog/kind";

/**
 * Every kind of event there is, by family; each family has a file of its own in `catalog/`. Names are a contract (seed S34):
 * they may be added to, never changed. What an event of a kind holds, and an example of it, is in `catalog/reference`.
 */
export const catalog = {
  ...toolCalls,
  ...tasks,
  ...promptsAndResources,
  ...agents,
  ...resources,
  ...policies,
  ...connections,
  ...consents,
  ...grants,
  ...limits,
  ...humans,
  ...members,
  ...keys,
  ...sessions,
  ...security,
  ...log,
  ...tenant,
} as const satisfies Record<string, Kind>;

export type EventType = keyof typeof catalog;
export const eventTypes = Object.keys(catalog) as EventType[]; // safe because keys of a const object are its literal keys

export const isEventType = (type: string): type is EventType => Object.hasOwn(catalog, type);

/** A kind that something writes today. */
export type WrittenType = Exclude<EventType, ReservedType>;
export const isWritten = (type: EventType): type is WrittenType => !reservedTypes.some((one) => one === type);
export const writtenTypes = eventTypes.filter(isWritten);
