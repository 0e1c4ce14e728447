import { isHouseError } from "@/lib/kernel/errors";

/** A place in a list that the list does not know (an old link, a typing mistake) is its beginning. */
export async function orFirstPage<T>(
  cursor: string | undefined,
  list: (cursor: string | undefined) => Promise<T>,
): Promise<T> {
  try {
    return await list(cursor);
  } catch (error) {
    if (cursor === undefined || !isHouseError(error) || error.code !== "invalid") throw error;
    return list(undefined);
  }
}
