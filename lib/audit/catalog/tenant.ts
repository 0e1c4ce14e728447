import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { what } from "./words";

const theEnvironment = (event: Sparse): string => `the environment ${what(event)}`;

export const tenant = {
  "tenant.created": deed("Tenant", {
    title: "Environment created",
    did: "created",
    could: "create",
    rest: theEnvironment,
  }),
  "tenant.updated": deed("Tenant", {
    title: "Environment updated",
    did: "updated",
    could: "update",
    rest: theEnvironment,
  }),
} as const satisfies Record<string, Kind>;
