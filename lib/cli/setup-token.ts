import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { keyFor } from "@/lib/kernel/keys";
import { listTenants } from "@/lib/registry/tenants/list-tenants";

/** What the one-time link of the first start carries: only whoever runs this installation can make it. */
export const setupToken = (): string =>
  createHmac("sha256", keyFor("setup-link")).update("first owner").digest("base64url");

export function isSetupToken(given: unknown): boolean {
  const expected = Buffer.from(setupToken());
  const said = Buffer.from(typeof given === "string" ? given : "");
  return said.length === expected.length && timingSafeEqual(said, expected);
}

/** Whether the first owner is still to be made. A user comes into being with a tenant only, so no tenant means no user. */
export const isSetupOpen = async (): Promise<boolean> => (await listTenants()).length === 0;
