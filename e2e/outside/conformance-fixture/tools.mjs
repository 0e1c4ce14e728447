// Tools that ask nobody anything: every kind of content, an error, progress, log messages, schemas.
import { setTimeout as sleep } from "node:timers/promises";
import { png, wav } from "./media.mjs";

export const nothing = { type: "object", properties: {} };
export const text = (value) => ({ content: [{ type: "text", text: value }] });

/** How long a tool works between two things that it tells. */
const stepMs = 50;

/** name → { description, inputSchema?, run(args, ctx) }. The suite makes its header checks on the first one, without arguments. */
export const plainTools = {
  test_simple_text: {
    description: "Answers with one piece of text.",
    run: () => text("One piece of text."),
  },
  test_image_content: {
    description: "Answers with a picture.",
    run: () => ({ content: [{ type: "image", data: png, mimeType: "image/png" }] }),
  },
  test_audio_content: {
    description: "Answers with a sound.",
    run: () => ({ content: [{ type: "audio", data: wav, mimeType: "audio/wav" }] }),
  },
  test_embedded_resource: {
    description: "Answers with a resource inside the answer.",
    run: () => ({
      content: [
        {
          type: "resource",
          resource: { uri: "test://embedded-resource", mimeType: "text/plain", text: "A resource inside an answer." },
        },
      ],
    }),
  },
  test_multiple_content_types: {
    description: "Answers with text, a picture and a resource.",
    run: () => ({
      content: [
        { type: "text", text: "Three kinds of content:" },
        { type: "image", data: png, mimeType: "image/png" },
        {
          type: "resource",
          resource: { uri: "test://mixed-content-resource", mimeType: "application/json", text: '{"kinds":3}' },
        },
      ],
    }),
  },
  test_error_handling: {
    description: "Fails, and says so in its result.",
    run: () => ({ ...text("This tool always fails."), isError: true }),
  },
  test_tool_with_progress: {
    description: "Tells how far it is, three times, if it is asked to.",
    run: async (_args, ctx) => {
      const progressToken = ctx.mcpReq._meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progress > 0) await sleep(stepMs);
        if (progressToken !== undefined)
          await ctx.mcpReq.notify({
            method: "notifications/progress",
            params: { progressToken, progress, total: 100 },
          });
      }
      return text("Done.");
    },
  },
  test_tool_with_logging: {
    description: "Logs three messages while it works.",
    run: async (_args, ctx) => {
      await ctx.mcpReq.log("info", "Begun.");
      for (const message of ["Half way.", "Done."]) {
        await sleep(stepMs);
        await ctx.mcpReq.log("info", message);
      }
      return text("Three messages were logged.");
    },
  },
  test_logging_tool: {
    description: "Logs one message, for whoever wants to be told.",
    run: async (_args, ctx) => {
      await ctx.mcpReq.log("info", "Somebody called.");
      return text("One message was logged, if a level was asked for.");
    },
  },
  // SEP-1613 and SEP-2106: every keyword has to arrive as it is written here.
  json_schema_2020_12_tool: {
    description: "Takes arguments that only JSON Schema 2020-12 describes.",
    inputSchema: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      $defs: {
        address: {
          $anchor: "addressDef",
          type: "object",
          properties: { street: { type: "string" }, city: { type: "string" } },
        },
      },
      properties: {
        name: { type: "string" },
        address: { $ref: "#/$defs/address" },
        contactMethod: { type: "string", enum: ["phone", "email"] },
        phone: { type: "string" },
        email: { type: "string" },
      },
      allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
      if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
      // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema, and nobody awaits it.
      then: { required: ["phone"] },
      else: { required: ["email"] },
      additionalProperties: false,
    },
    run: (args) => text(JSON.stringify(args)),
  },
  // SEP-2243: what this argument says, a header says too.
  test_x_mcp_header: {
    description: "Takes an argument that travels in a header as well.",
    inputSchema: {
      type: "object",
      properties: { region: { type: "string", description: "Where", "x-mcp-header": "Region" } },
    },
    run: ({ region }) => text(`Region: ${region ?? "none"}`),
  },
};
