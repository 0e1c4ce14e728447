import "server-only";
import { z } from "zod";
import { type ErasedPayloads, erasePayloads } from "@/lib/audit/payload/erase-payloads";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { EraseHumanInput, eraseHuman } from "./erase-human";
import { getLoggedHuman } from "./get-logged-human";

export const ErasePersonInput = EraseHumanInput.extend({
  /** Also what is stored of the calls under their authority. */
  calls: z.boolean().default(false),
});
export type ErasePersonInput = z.infer<typeof ErasePersonInput>;

/** `values`: names and e-mail addresses; `calls`: calls whose arguments and results were erased. */
export type ErasedPerson = { human: string; values: number; calls: number };

/** Requests of 20,000 calls each that one press makes. */
const roundsMax = 10;

/**
 * Erases what the log may lose of a human: name and e-mail address of one who was deleted (as `eraseHuman`), and what is stored of
 * calls (as `erasePayloads`), which may also go while they are here. Each step leaves its own event. Throws `conflict` where not all
 * of it could go, and says what did: a legal hold keeps some, or there is more than one request erases; also where nothing was left.
 * `not_found` for a human whom the log does not know.
 */
export async function erasePerson(ctx: Ctx, ref: string, { reason, calls }: ErasePersonInput): Promise<ErasedPerson> {
  requireScope(ctx, "payloads:write");
  const { key } = await getLoggedHuman(ctx, ref);
  const isHere = (await tenantClient(ctx.tenant.no).human.count({ where: { key } })) > 0;
  // Names first: what a legal hold keeps is refused before anything is gone.
  const values = isHere ? 0 : (await eraseHuman(ctx, key, { reason })).values;
  const { erased, held, more } = calls ? await eraseCalls(ctx, key, reason) : nothingErased;
  const left = toLeft({ values, erased, held, more });
  if (left !== undefined) throw conflict(left);
  return { human: key, values, calls: erased };
}

/** What is to be said where something stayed, or nothing was there. */
function toLeft({ values, erased, held, more }: ErasedPayloads & { values: number }): string | undefined {
  const gone = [
    ...(values > 0 ? ["Name and e-mail address are erased."] : []),
    ...(erased > 0 ? [`What was stored of ${toCalls(erased)} is erased.`] : []),
  ];
  if (held > 0) return [...gone, `A legal hold keeps what is stored of ${toCalls(held)}. Release it first.`].join(" ");
  if (more) return [...gone, "There is more. Erase again."].join(" ");
  return gone.length === 0 ? "Nothing is left to erase." : undefined;
}

const toCalls = (count: number): string => (count === 1 ? "1 call" : `${count.toLocaleString("en")} calls`);

const nothingErased: ErasedPayloads = { erased: 0, held: 0, more: false };

async function eraseCalls(ctx: Ctx, human: string, reason: string): Promise<ErasedPayloads> {
  let total = nothingErased;
  for (let round = 0; round < roundsMax; round += 1) {
    const { erased, held, more } = await erasePayloads(ctx, { human, reason });
    // Held calls are met again in each round.
    total = { erased: total.erased + erased, held: Math.max(total.held, held), more };
    // A round that erased nothing met only held ones: going on would not get past them.
    if (!more || erased === 0) return total;
  }
  return total;
}
