import "server-only";
import { CreateTenantInput, createTenant } from "@/lib/registry/tenants/create-tenant";
import { readArgs, readInput } from "./read-args";
import type { Verb } from "./verb";

const spelled = {
  slug: "<slug>",
  name: "--name",
  organization: "--organization",
  owner: "--owner",
  password: "--password",
};

export const tenantCreate: Verb = {
  usage: "<slug> --name NAME --organization NAME --owner EMAIL [--password PASSWORD]",
  about: "makes an environment with its owner and a first API key",
  async run(args) {
    const { words, options } = readArgs(args, {
      words: ["<slug>"],
      options: ["name", "organization", "owner", "password"],
    });
    const made = await createTenant(readInput(CreateTenantInput, { slug: words[0], ...options }, spelled), "cli");
    const { tenant, organization, owner, key } = made;
    return {
      json: made,
      text: [
        `${organization.name} · ${tenant.name} (${tenant.slug}) was created.`,
        `Owner: ${owner.email}${owner.password === undefined ? "" : `, password ${owner.password} (shown this once)`}`,
        `API key with every scope, shown this once: ${key}`,
      ].join("\n"),
    };
  },
};
