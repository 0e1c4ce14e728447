import { clsx } from "clsx";

/** Joins class names. No merging of conflicting utilities: a primitive takes `className` for placement, not for looks. */
export const cx = clsx;
