import "server-only";
import { Prisma } from "@/lib/db/client";
import type { PolicyRule } from "./policy-view";

/** A rule, or the fields of it that change, as columns: an absent condition is NULL, not the JSON value null. */
export function toColumns<T extends Partial<PolicyRule>>({ when, unless, ...rest }: T) {
  return {
    ...rest,
    ...(when === undefined ? {} : { when: when === null ? Prisma.DbNull : toJson(when) }),
    ...(unless === undefined ? {} : { unless: unless === null ? Prisma.DbNull : toJson(unless) }),
  };
}

/** As Prisma wants JSON. */
// safe because whatever is given is plain data that JSON.stringify keeps as it is
export const toJson = (value: object): Prisma.InputJsonObject => value as Prisma.InputJsonObject;
