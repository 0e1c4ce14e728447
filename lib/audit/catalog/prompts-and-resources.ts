import type { Kind, Sparse } from "./kind";
import { because, where, who } from "./words";

const family = "Prompts and resources";

/** Which prompt, or which resource: what the request named, as the log may show it. */
const item = ({ details }: Sparse, otherwise: string): string =>
  typeof details?.["item"] === "string" && details["item"] !== "" ? details["item"] : otherwise;

function failed(event: Sparse, did: string, couldNot: string): string {
  if (event.outcome === "denied") return `${who(event)} could not ${couldNot}${because(event)}`;
  if (event.outcome === "unknown") return `${who(event)} ${did}; how it ended is not known`;
  const why = event.error?.message?.replace(/\.$/, "");
  return `${who(event)} ${did}, which failed${why ? `: ${why}` : ""}`;
}

/** Exactly one for every `prompts/get`, `resources/read` and `resources/subscribe`. */
export const promptsAndResources = {
  "gateway.prompt.retrieved": {
    family,
    title: "Prompt retrieved",
    sentence: (event) => `${who(event)} got the prompt ${item(event, "of a name not known")} from ${where(event)}`,
  },
  "gateway.prompt.error": {
    family,
    title: "Prompt error",
    sentence: (event) => {
      const prompt = `the prompt ${item(event, "of a name not known")} from ${where(event)}`;
      return failed(event, `asked for ${prompt}`, `get ${prompt}`);
    },
  },
  "gateway.resource.read": {
    family,
    title: "Resource read",
    sentence: (event) => `${who(event)} read ${item(event, "a resource")} on ${where(event)}`,
  },
  "gateway.resource.subscribed": {
    family,
    title: "Resource subscribed",
    sentence: (event) => `${who(event)} subscribed to ${item(event, "a resource")} on ${where(event)}`,
  },
  "gateway.resource.error": {
    family,
    title: "Resource error",
    sentence: (event) => {
      const resource = `${item(event, "a resource")} on ${where(event)}`;
      return failed(event, `asked for ${resource}`, `read ${resource}`);
    },
  },
} as const satisfies Record<string, Kind>;
