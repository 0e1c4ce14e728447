"use server";

import { z } from "zod";
import { action } from "@/lib/console/action";
import type { Ctx } from "@/lib/kernel/ctx";
import { invalid } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { deletePayloadRule } from "@/lib/registry/payload-rules/delete-payload-rule";
import { RulePlace } from "@/lib/registry/payload-rules/payload-rule-input";
import { type PayloadPreview, previewPayload } from "@/lib/registry/payload-rules/preview-payload";
import { putPayloadRule } from "@/lib/registry/payload-rules/put-payload-rule";
import { RecordingForm } from "./recording-input";

/** What the form is told: that the rule is saved, or what it would keep of the example, with what was typed. */
export type RecordingResult = { kind: "saved" } | { kind: "preview"; preview: PayloadPreview; typed: RecordingForm };

const pageOf = (tenant: string, server: string | undefined): string =>
  server === undefined ? paths.recording(tenant) : paths.serverRecording(tenant, server);

export const saveRecordingAction = action({
  may: "tenant:write",
  input: RecordingForm,
  run: async (ctx, input): Promise<RecordingResult & { server?: string | undefined }> => {
    const { intent, example, exampleOf, server, tool, ...rule } = input;
    const place = { ...(server !== undefined && { server }), ...(tool !== undefined && { tool }) };
    if (intent === "preview") return preview(ctx, input, place);
    await putPayloadRule(ctx, { ...place, ...rule });
    return { kind: "saved", server };
  },
  refresh: (tenant, { server }) => pageOf(tenant, server),
});

async function preview(ctx: Ctx, input: RecordingForm, place: RulePlace): Promise<RecordingResult> {
  const { arguments: args, results, paths: rows, exampleOf } = input;
  const example = readExample(input.example ?? "");
  const found = await previewPayload(ctx, {
    ...place,
    rule: { arguments: args, results, paths: rows },
    of: exampleOf,
    example,
  });
  return { kind: "preview", preview: found, typed: input };
}

function readExample(text: string): z.core.util.JSONType {
  try {
    return z.json().parse(JSON.parse(text));
  } catch {
    const message = 'Paste JSON, such as {"title": "Hello"}.';
    throw invalid("The example cannot be read.", [{ path: "example", message }]);
  }
}

export const deleteRecordingAction = action({
  may: "tenant:write",
  input: RulePlace,
  run: async (ctx, place) => {
    await deletePayloadRule(ctx, place);
    return place;
  },
  refresh: (tenant, { server }) => pageOf(tenant, server),
});
