import "server-only";
import { getTenantSettings } from "@/lib/registry/tenants/get-tenant-settings";
import { UpdateTenantSettingsInput, updateTenantSettings } from "@/lib/registry/tenants/update-tenant-settings";
import { family } from "./operation";

const { get, patch } = family("Environment");

export const settings = {
  getSettings: get("settings", {
    summary: "Get the environment",
    may: "tenant:read",
    answer: "Its slug, name and organization, and which of the gateway's own tools are on.",
    run: (ctx) => getTenantSettings(ctx),
  }),
  updateSettings: patch("settings", {
    summary: "Rename the environment, or switch the gateway's own tools on or off",
    description:
      "What is left out stays as it is; the slug, and with it every address, stays in any case. A tool that is off is neither listed nor can it be called at the address of all servers: it does not exist there, from the next request on, and clients that listen are told that the list has changed.",
    may: "tenant:write",
    body: UpdateTenantSettingsInput,
    answer: "The environment as it is then.",
    run: (ctx, { body }) => updateTenantSettings(ctx, body),
  }),
};
