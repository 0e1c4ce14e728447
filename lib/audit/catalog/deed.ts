import type { Family, Kind, Sparse } from "./kind";
import { because, who } from "./words";

type Deed = {
  title: string;
  /** What was done, in the past: "created". */
  did: string;
  /** The same after "could not": "create". */
  could: string;
  /** To what: "the agent Cursor". */
  rest: (event: Sparse) => string;
};

/** Somebody did something, or could not, or nobody knows. */
export const deed = (family: Family, { title, did, could, rest }: Deed): Kind => ({
  family,
  title,
  sentence: (event) => {
    const on = rest(event);
    const to = on === "" ? "" : ` ${on}`;
    switch (event.outcome) {
      case "denied":
      case "error":
        return `${who(event)} could not ${could}${to}${because(event)}`;
      case "unknown":
        return `${who(event)} began to ${could}${to}; how it ended is not known`;
      default:
        return `${who(event)} ${did}${to}`;
    }
  },
});
