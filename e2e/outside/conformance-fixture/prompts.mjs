// Prompts: plain, with arguments that can be completed, with a resource, with a picture, and one that asks by its answer.
import { completable, inputRequired } from "@modelcontextprotocol/server";
import { z } from "zod";
import { filledIn, form } from "./input-required-tools.mjs";
import { png } from "./media.mjs";

const says = (...contents) => ({ messages: contents.map((content) => ({ role: "user", content })) });
const words = (text) => ({ type: "text", text });

const values = ["testValue1", "testValue2", "something else"];
const argument = (description) =>
  completable(z.string().describe(description), (begun) => values.filter((value) => value.startsWith(begun)));

/** name → { description, argsSchema?, run(args, ctx) }. */
export const prompts = {
  test_simple_prompt: {
    description: "A prompt without arguments.",
    run: () => says(words("A prompt that asks for nothing.")),
  },
  test_prompt_with_arguments: {
    description: "A prompt made of its two arguments.",
    argsSchema: z.object({ arg1: argument("The first"), arg2: argument("The second") }),
    run: ({ arg1, arg2 }) => says(words(`First ${arg1}, then ${arg2}.`)),
  },
  test_prompt_with_embedded_resource: {
    description: "A prompt with a resource inside it.",
    argsSchema: z.object({ resourceUri: z.string().describe("Which resource") }),
    run: ({ resourceUri }) =>
      says(
        { type: "resource", resource: { uri: resourceUri, mimeType: "text/plain", text: "A resource in a prompt." } },
        words("What is in it?"),
      ),
  },
  test_prompt_with_image: {
    description: "A prompt with a picture inside it.",
    run: () => says({ type: "image", data: png, mimeType: "image/png" }, words("What is on it?")),
  },
  test_input_required_result_prompt: {
    description: "A prompt that asks the user something first, by its answer.",
    run: (ctx) => {
      const context = filledIn(ctx, "user_context", "context");
      return typeof context === "string"
        ? says(words(`About ${context}.`))
        : inputRequired({ inputRequests: { user_context: form("What is it about?", "context") } });
    },
  },
};
