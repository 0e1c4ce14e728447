import "server-only";
import { CreateKeyInput, createKey } from "@/lib/registry/keys/create-key";
import { cliCtx } from "./cli-ctx";
import { need, readArgs, readInput } from "./read-args";
import type { Verb } from "./verb";

export const keyCreate: Verb = {
  usage: "--tenant SLUG --name NAME [--scopes a,b]",
  about: "makes an API key, with every scope where none is named",
  async run(args) {
    const { options } = readArgs(args, { options: ["tenant", "name", "scopes"] });
    const slug = need(options.tenant, "--tenant");
    const scopes = (options.scopes ?? "*").split(",").map((scope) => scope.trim());
    const input = readInput(CreateKeyInput, { name: options.name, scopes }, { name: "--name", scopes: "--scopes" });
    const made = await createKey(await cliCtx(slug), input);
    return { json: made, text: `API key ${made.id} (${made.scopes.join(", ")}), shown this once: ${made.key}` };
  },
};
