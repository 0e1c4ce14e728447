import "server-only";
import { CreateMemberInput, createMember } from "@/lib/registry/members/create-member";
import { cliCtx } from "./cli-ctx";
import { need, readArgs, readInput } from "./read-args";
import type { Verb } from "./verb";

const spelled = { email: "EMAIL", role: "--role", password: "--password", name: "--name" };

export const memberCreate: Verb = {
  usage: "EMAIL --tenant SLUG --role owner|admin|auditor|viewer [--password PASSWORD] [--name NAME] [--tenant-only]",
  about: "gives a person a role in the organization, or in one environment only",
  async run(args) {
    const { words, options, flags } = readArgs(args, {
      words: ["EMAIL"],
      options: ["tenant", "role", "password", "name"],
      flags: ["tenant-only"],
    });
    const { tenant, ...given } = options;
    const slug = need(tenant, "--tenant");
    const input = readInput(
      CreateMemberInput,
      { email: words[0], ...given, tenantOnly: flags.has("tenant-only") },
      spelled,
    );
    const { member, password } = await createMember(await cliCtx(slug), input);
    return {
      // The password where it was made here, as `tenant create` shows its owner's.
      json: { member: password === undefined ? member : { ...member, password } },
      text: `${member.email} is ${member.role} now${password === undefined ? "" : `, password ${password} (shown this once)`}.`,
    };
  },
};
