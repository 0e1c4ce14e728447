// Tools that ask the client something in the middle of a call, as servers do up to 2025-11-25: a request of the server's on
// the call's own stream. A 2026-07-28 client gets an error from them: it is asked by an answer (input-required-tools.mjs).
import { setTimeout as sleep } from "node:timers/promises";
import { text } from "./tools.mjs";

const properties = (schemas) => ({ type: "object", properties: schemas });
const titled = (...pairs) => pairs.map(([value, title]) => ({ const: value, title }));

/** Unless told so the SDK asks on the session's standing stream, and nobody hears it where that is not open yet. */
const onItsStream = (ctx) => ({ relatedRequestId: ctx.mcpReq.id });

const elicit = async (ctx, message, requestedSchema) => {
  const { action, content } = await ctx.mcpReq.elicitInput({ message, requestedSchema }, onItsStream(ctx));
  return text(`The user's answer: ${action}, ${JSON.stringify(content ?? {})}`);
};

export const askingTools = {
  test_sampling: {
    description: "Asks the client's model.",
    inputSchema: {
      type: "object",
      properties: { prompt: { type: "string", description: "What the model is asked" } },
      required: ["prompt"],
    },
    run: async ({ prompt }, ctx) => {
      const { content } = await ctx.mcpReq.requestSampling(
        { messages: [{ role: "user", content: { type: "text", text: prompt } }], maxTokens: 100 },
        onItsStream(ctx),
      );
      return text(`The model's answer: ${content.text}`);
    },
  },
  test_elicitation: {
    description: "Asks the user for a name and an address.",
    inputSchema: {
      type: "object",
      properties: { message: { type: "string", description: "What the user reads" } },
      required: ["message"],
    },
    run: ({ message }, ctx) =>
      elicit(ctx, message, {
        ...properties({
          username: { type: "string", description: "The user's name" },
          email: { type: "string", description: "The user's address" },
        }),
        required: ["username", "email"],
      }),
  },
  test_elicitation_sep1034_defaults: {
    description: "Asks the user for one value of every simple type, each with a default.",
    run: (_args, ctx) =>
      elicit(
        ctx,
        "Is all of this right?",
        properties({
          name: { type: "string", default: "John Doe" },
          age: { type: "integer", default: 30 },
          score: { type: "number", default: 95.5 },
          status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
          verified: { type: "boolean", default: true },
        }),
      ),
  },
  test_elicitation_sep1330_enums: {
    description: "Asks the user to choose, in the five ways that there are.",
    run: (_args, ctx) =>
      elicit(
        ctx,
        "Which of these?",
        properties({
          untitledSingle: { type: "string", enum: ["option1", "option2", "option3"] },
          titledSingle: {
            type: "string",
            oneOf: titled(["value1", "First"], ["value2", "Second"], ["value3", "Third"]),
          },
          legacyEnum: { type: "string", enum: ["opt1", "opt2", "opt3"], enumNames: ["One", "Two", "Three"] },
          untitledMulti: { type: "array", items: { type: "string", enum: ["option1", "option2", "option3"] } },
          titledMulti: {
            type: "array",
            items: { anyOf: titled(["value1", "First"], ["value2", "Second"], ["value3", "Third"]) },
          },
        }),
      ),
  },
  // SEP-1699: the client comes back by GET with the id of the last event that it saw.
  test_reconnection: {
    description: "Closes the call's stream before it answers.",
    run: async (_args, ctx) => {
      ctx.http?.closeSSE?.();
      await sleep(100);
      return text("The answer, on another stream.");
    },
  },
};
