import "server-only";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { readArgs } from "./read-args";
import { isSetupOpen, setupToken } from "./setup-token";
import type { Verb } from "./verb";

export const setupLink: Verb = {
  usage: "",
  about: "prints the link that makes the first owner, as long as there is none",
  async run(args) {
    readArgs(args, {});
    const url = (await isSetupOpen()) ? absolute(paths.setup(setupToken())) : null;
    return { json: { url }, text: url ?? "The first owner exists: sign in." };
  },
};
