import { viewPayload } from "@/lib/audit/payload/view-payload";
import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { hasScope } from "@/lib/kernel/scope";
import { oneOf, type Query } from "./console-props";

/** The query with what is stored of a call's arguments, and what is to be said about that. */
export type WithArguments = { query: Query; note: string | undefined };

/**
 * Where the address names the event of a call (`event=evt_…`) and no arguments, those that are stored of it stand in their place:
 * an address is no place for them. Whoever sees them leaves an event; `why` says there what for.
 */
export async function argumentsOfEvent(ctx: Ctx, query: Query, why: string): Promise<WithArguments> {
  const id = oneOf(query, "event");
  if (id === undefined || query["arguments"] !== undefined || oneOf(query, "form") !== undefined)
    return { query, note: undefined };
  if (!hasScope(ctx.scopes, "payloads:read"))
    return {
      query,
      note: "The arguments of the call are not filled in: your role may not read what is stored of them.",
    };
  try {
    const { arguments: part } = await viewPayload(ctx, id, why);
    if (part.state === "none") return { query: { ...query, arguments: "{}" }, note: undefined };
    if (part.state !== "kept") return { query, note: `The arguments of the call are not filled in. ${part.why}` };
    const isWhole = part.redacted.length === 0 && part.dropped === 0 && part.truncated === 0;
    return {
      query: { ...query, arguments: JSON.stringify(part.value) },
      note: isWhole
        ? "The arguments are those that are stored of the call. That you saw them is in the log."
        : "The arguments are those that are stored of the call; some of them were masked, left out or cut off before. That you saw them is in the log.",
    };
  } catch (error) {
    if (isHouseError(error) && error.code === "not_found")
      return { query, note: "The event in the address was not found." };
    throw error;
  }
}
