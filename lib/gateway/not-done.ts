import type { Use } from "@/lib/audit/call-types";
import type { CallRequest, RawMessage } from "./message";
import { type Era, errorAnswer, toolErrorAnswer } from "./protocol";

/**
 * The answer to a call that was not done, in words and with what programs read of it. A tool says so in its result, which the model reads
 * (MCP server/tools, "Error handling"); prompts and resources have no other way than an error of the protocol, of this `code`.
 */
export const notDone = (
  { use, message }: { use: Use; message: CallRequest },
  era: Era,
  code: number,
  text: string,
  meta: RawMessage,
): RawMessage =>
  use === "tool" ? toolErrorAnswer(message.id, era, text, meta) : errorAnswer(message.id, code, text, meta);
