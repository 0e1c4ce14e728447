import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { DecideCallInput, type DecidedCall, decideCall } from "@/lib/registry/decisions/decide-call";
import type { Choices } from "./load-choices";
import type { Problems } from "./question-form";
import { type Question, readAt, readDraft } from "./read-question";

export type Asked = { decided: DecidedCall | undefined; problems: Problems };

/** Decides the question as far as it is complete; what is missing or not understood is named by field. */
export async function ask(
  ctx: Ctx,
  question: Question,
  { instance, policy }: Choices,
  args: Record<string, unknown> | undefined,
  wanted: boolean,
): Promise<Asked> {
  const { server, tool, ip, at, policies } = question;
  const problems: Record<string, string> = {};
  if (question.instance !== "" && !instance) problems["instance"] = "This instance is not there (any more).";
  if (policies !== "" && !policy) problems["policies"] = "This policy is not there (any more). Choose another.";
  if (wanted) {
    if (question.instance === "") problems["instance"] = "Choose who would call.";
    if (server === "") problems["server"] = "Choose a server.";
    if (tool === "") problems["tool"] = server === "" ? "Choose the server first." : "Choose a tool.";
  }
  const read = DecideCallInput.safeParse({
    instance: question.instance,
    server,
    tool,
    arguments: args,
    ...(ip !== "" && { ip }),
    ...(at !== "" && { at: readAt(at) }),
    draft: readDraft(policies),
  });
  for (const { path } of read.error?.issues ?? [])
    if (path[0] === "ip") problems["ip"] = "Write an IPv4 or IPv6 address.";
    else if (path[0] === "at") problems["at"] = "Write a time such as 2026-11-22T09:30Z.";
  if (!read.success || Object.keys(problems).length > 0) return { decided: undefined, problems };
  try {
    return { decided: await decideCall(ctx, read.data), problems };
  } catch (error) {
    if (!isHouseError(error) || error.code !== "invalid") throw error;
    return { decided: undefined, problems: { policies: error.message } };
  }
}
