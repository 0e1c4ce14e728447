import type { WrittenType } from "../catalog";
import type { AuditEvent } from "../event";
import { agents } from "./reference/agents";
import { connections, consents, grants } from "./reference/delegation";
import { plainEvent } from "./reference/fields";
import { limits } from "./reference/limits";
import { log } from "./reference/log";
import { humans, keys, members } from "./reference/people";
import { policies } from "./reference/policies";
import { promptsAndResources } from "./reference/prompts-and-resources";
import { reports } from "./reference/reports";
import { resources } from "./reference/resources";
import { security, sessions, tenant } from "./reference/security";
import type { Reference } from "./reference/shape";
import { tasks } from "./reference/tasks";
import { toolCalls } from "./reference/tool-calls";

/**
 * What each kind of event that is written holds. Apart from the catalogue, because the pages of the log need the sentences
 * and not this. A kind that leaves the reserved names does not compile until it stands here.
 */
const references: Record<WrittenType, Reference> = {
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
  ...reports,
  ...log,
  ...tenant,
};

export const referenceOf = (type: WrittenType): Reference => references[type];

/** A whole event of this kind, as the API would give it. */
export const exampleOf = (type: WrittenType): AuditEvent => ({ ...plainEvent, type, ...references[type].example });
