import "server-only";
import { agents } from "./agents";
import { checkpoints } from "./checkpoints";
import { connections } from "./connections";
import { consents } from "./consents";
import { decisions } from "./decisions";
import { events } from "./events";
import { find } from "./find";
import { grants } from "./grants";
import { humans } from "./humans";
import { instances } from "./instances";
import { keys } from "./keys";
import { limits } from "./limits";
import { oauth } from "./oauth";
import { onboarding } from "./onboarding";
import type { Described } from "./operation";
import { payloads } from "./payloads";
import { policies } from "./policies";
import { reports } from "./reports";
import { retention } from "./retention";
import { servers } from "./servers";
import { settings } from "./settings";
import { views } from "./views";

/** Every call of the API under its operation id: the table that the description is made from. */
export const operations = {
  ...servers,
  ...humans,
  ...grants,
  ...agents,
  ...instances,
  ...oauth,
  ...consents,
  ...connections,
  ...onboarding,
  ...policies,
  ...decisions,
  ...events,
  ...checkpoints,
  ...views,
  ...keys,
  ...settings,
  ...payloads,
  ...retention,
  ...limits,
  ...reports,
  ...find,
} satisfies Record<string, Pick<Described, "method" | "path" | "tag" | "summary" | "answer" | "may">>;
