import "server-only";
import { listTenants } from "@/lib/registry/tenants/list-tenants";
import { readArgs } from "./read-args";
import type { Verb } from "./verb";

export const tenantList: Verb = {
  usage: "",
  about: "lists every environment",
  async run(args) {
    readArgs(args, {});
    const items = await listTenants();
    const lines = items.map(({ slug, name, organization }) => `${slug}\t${name}\t${organization}`);
    return { json: { items }, text: lines.join("\n") || "There is no environment yet." };
  },
};
