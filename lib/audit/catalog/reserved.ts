/**
 * Names that are part of the contract and that nothing writes yet. A test compares this list with the code: a name leaves it
 * in the change that writes the first such event, and gets its reference page by that.
 */
export const reservedTypes = ["consent.expired"] as const;
export type ReservedType = (typeof reservedTypes)[number];
