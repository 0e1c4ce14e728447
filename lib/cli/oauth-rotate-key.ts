import "server-only";
import { rotateSigningKey } from "@/lib/oauth/keys/rotate-signing-key";
import { cliCtx } from "./cli-ctx";
import { need, readArgs } from "./read-args";
import type { Verb } from "./verb";

export const oauthRotateKey: Verb = {
  usage: "--tenant SLUG",
  about: "signs agents' access tokens with a new key from now on; tokens that are out stay good",
  async run(args) {
    const { options } = readArgs(args, { options: ["tenant"] });
    const made = await rotateSigningKey(await cliCtx(need(options.tenant, "--tenant")));
    return { json: made, text: `Access tokens are signed with the key ${made.kid} from now on.` };
  },
};
