import "server-only";
import { Prisma } from "@/lib/db/client";
import type { HouseError } from "@/lib/kernel/errors";

/**
 * Runs one statement. When a unique index refuses it, throws the error that `errors` holds for that index, so that the
 * asker reads a sentence about their field; anything else passes through.
 */
export async function uniquely<T>(work: PromiseLike<T>, errors: Readonly<Record<string, HouseError>>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw errors[violatedIndex(error) ?? ""] ?? error;
  }
}

/** The name of the index, dug out of what Prisma's driver adapter reports. */
function violatedIndex(error: unknown): string | undefined {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") return undefined;
  // safe because every step is optional and the result is only compared with known names
  const meta = error.meta as { driverAdapterError?: { cause?: { constraint?: { index?: string } } } } | undefined;
  return meta?.driverAdapterError?.cause?.constraint?.index;
}
