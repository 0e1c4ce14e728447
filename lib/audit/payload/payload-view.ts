/** What is stored of one part of a call, or why there is nothing. */
export type PayloadPartView =
  | {
      state: "kept";
      value: unknown;
      /** Dotted paths of what was masked; `*` for all of it. */
      redacted: string[];
      /** How many values were left out by rules. */
      dropped: number;
      /** Bytes that were cut off; 0 where it is all there. */
      truncated: number;
      expiresAt: string;
    }
  | { state: PayloadAbsence /** In words. */; why: string };

/**
 * Why nothing is there. `none`: the event has no such part. `dropped`: a rule. `expired`: its time has passed. `erased`: somebody
 * erased it. `unwritten`: the gateway stopped before it could be stored. `sealed`: it was sealed with another secret of the
 * product. `changed`: it is not what the event committed to. `missing`: it should be there and is not.
 */
export type PayloadAbsence = "none" | "dropped" | "expired" | "erased" | "unwritten" | "sealed" | "changed" | "missing";

export type PayloadView = { event: string; arguments: PayloadPartView; result: PayloadPartView };
