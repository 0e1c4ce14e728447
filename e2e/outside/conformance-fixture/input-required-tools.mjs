// Tools that ask by an answer, as 2026-07-28 does (SEP-2322): the client calls again with what was asked for, and with the
// state that it was given, which is sealed and so nothing that it can change.
import { randomBytes } from "node:crypto";
import { acceptedContent, createRequestStateCodec, inputRequired, inputResponse } from "@modelcontextprotocol/server";
import { text } from "./tools.mjs";

const codec = createRequestStateCodec({ key: randomBytes(32), bind: (ctx) => ctx.mcpReq.method });

/** For `ServerOptions`: a state that was not made here is refused before any tool sees it. */
export const requestState = { verify: codec.verify };

const capabilitiesOf = (ctx) => ctx.mcpReq.envelope?.["io.modelcontextprotocol/clientCapabilities"] ?? {};

export const form = (message, name, type = "string") =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: "object", properties: { [name]: { type } }, required: [name] },
  });

const ask = (content, maxTokens) =>
  inputRequired.createMessage({ messages: [{ role: "user", content: { type: "text", text: content } }], maxTokens });

/** Asks until the form is filled in. */
export const filledIn = (ctx, key, name) => acceptedContent(ctx.mcpReq.inputResponses, key)?.[name];

const confirmed = async (_args, ctx) => {
  if (ctx.mcpReq.requestState() !== undefined && filledIn(ctx, "confirm", "ok") === true) return text("state-ok");
  return inputRequired({
    inputRequests: { confirm: form("Shall it be done?", "ok", "boolean") },
    requestState: await codec.mint({ waitsFor: "confirm" }, ctx),
  });
};

export const inputRequiredTools = {
  test_input_required_result_elicitation: {
    description: "Asks the user for a name, by its answer.",
    run: (_args, ctx) => {
      const name = filledIn(ctx, "user_name", "name");
      return typeof name === "string"
        ? text(`Hello, ${name}!`)
        : inputRequired({ inputRequests: { user_name: form("What is your name?", "name") } });
    },
  },
  test_input_required_result_sampling: {
    description: "Asks the client's model, by its answer.",
    run: (_args, ctx) => {
      const answer = inputResponse(ctx.mcpReq.inputResponses, "capital_question");
      return answer.kind === "sampling"
        ? text(`The model's answer: ${answer.result.content.text}`)
        : inputRequired({ inputRequests: { capital_question: ask("Which city is the capital of France?", 100) } });
    },
  },
  test_input_required_result_list_roots: {
    description: "Asks for the client's roots, by its answer.",
    run: (_args, ctx) => {
      const answer = inputResponse(ctx.mcpReq.inputResponses, "client_roots");
      return answer.kind === "roots"
        ? text(`Roots: ${answer.roots.map(({ uri }) => uri).join(", ")}`)
        : inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
    },
  },
  test_input_required_result_request_state: {
    description: "Asks for a confirmation, and wants its own state back with it.",
    run: confirmed,
  },
  test_input_required_result_tampered_state: {
    description: "The same, to be called with a state that somebody changed.",
    run: confirmed,
  },
  test_input_required_result_multiple_inputs: {
    description: "Asks the user, the model and for roots at once.",
    run: async (_args, ctx) => {
      const answers = ["user_name", "greeting", "client_roots"].map(
        (key) => inputResponse(ctx.mcpReq.inputResponses, key).kind,
      );
      if (ctx.mcpReq.requestState() !== undefined && !answers.includes("missing")) return text("All three came.");
      return inputRequired({
        inputRequests: {
          user_name: form("What is your name?", "name"),
          greeting: ask("Say hello.", 50),
          client_roots: inputRequired.listRoots(),
        },
        requestState: await codec.mint({ waitsFor: "all" }, ctx),
      });
    },
  },
  test_input_required_result_multi_round: {
    description: "Asks twice, one after the other.",
    run: async (_args, ctx) => {
      const { round = 0, name } = ctx.mcpReq.requestState() ?? {};
      const color = filledIn(ctx, "step2", "color");
      if (round === 2 && typeof color === "string") return text(`${name} likes ${color}.`);
      const given = round === 1 ? filledIn(ctx, "step1", "name") : name;
      return typeof given === "string"
        ? inputRequired({
            inputRequests: { step2: form("And which colour do you like?", "color") },
            requestState: await codec.mint({ round: 2, name: given }, ctx),
          })
        : inputRequired({
            inputRequests: { step1: form("First: what is your name?", "name") },
            requestState: await codec.mint({ round: 1 }, ctx),
          });
    },
  },
  test_input_required_result_capabilities: {
    description: "Asks only what the client says that it can be asked.",
    run: (_args, ctx) => {
      const { sampling, elicitation } = capabilitiesOf(ctx);
      const inputRequests = {
        ...(sampling && { opinion: ask("What do you think?", 50) }),
        ...(elicitation && { user_name: form("What is your name?", "name") }),
      };
      const isAnswered = Object.keys(ctx.mcpReq.inputResponses ?? {}).length > 0;
      return isAnswered || Object.keys(inputRequests).length === 0
        ? text("Nothing more to ask.")
        : inputRequired({ inputRequests });
    },
  },
  // Sent to a client without sampling it is refused by the SDK, with -32021 and HTTP 400.
  test_missing_capability: {
    description: "Needs a client that can be asked for sampling.",
    run: (_args, ctx) =>
      ctx.mcpReq.inputResponses
        ? text("The client can be asked.")
        : inputRequired({ inputRequests: { opinion: ask("What do you think?", 50) } }),
  },
  test_streaming_elicitation: {
    description: "Tells that it has begun, and then asks the user by its answer.",
    run: async (_args, ctx) => {
      const progressToken = ctx.mcpReq._meta?.progressToken ?? "begun";
      await ctx.mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress: 1, total: 2 } });
      const name = filledIn(ctx, "user_name", "name");
      return typeof name === "string"
        ? text(`Hello, ${name}!`)
        : inputRequired({ inputRequests: { user_name: form("What is your name?", "name") } });
    },
  },
};
