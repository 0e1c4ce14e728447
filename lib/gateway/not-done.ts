import type { Use } from "@/lib/audit/call-types";
import type { CallRequest, RawMessage } from "./message";
import { type Era, errorAnswer, toolErrorAnswer } from "./protocol";

/**
 * The answer to a call that was not done, in words and with what programs read of it. A tool says so in its result, which the model reads
 * (MCP server/tools, "Error handling"); everything else has no other way than an error of the protocol, of this `code`. What
 * is asked for by `tasks/result` is the tool's result.
 */
export const notDone = (
  { use, message }: { use: Use; message: CallRequest },
  era: Era,
  code: number,
  text: string,
  meta: RawMessage,
): RawMessage =>
  use === "tool" || message.method === "tasks/result"
    ? toolErrorAnswer(message.id, era, text, meta)
    : errorAnswer(message.id, code, text, meta);
