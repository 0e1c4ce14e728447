import "server-only";
import { agents } from "./agents";
import { connections } from "./connections";
import { consents } from "./consents";
import { decisions } from "./decisions";
import { events } from "./events";
import { grants } from "./grants";
import { humans } from "./humans";
import { instances } from "./instances";
import { keys } from "./keys";
import type { Described } from "./operation";
import { policies } from "./policies";
import { servers } from "./servers";

/** Every call of the API under its operation id: the table that the description is made from. */
export const operations = {
  ...servers,
  ...humans,
  ...grants,
  ...agents,
  ...instances,
  ...consents,
  ...connections,
  ...policies,
  ...decisions,
  ...events,
  ...keys,
} satisfies Record<string, Pick<Described, "method" | "path" | "tag" | "summary" | "answer" | "may">>;
