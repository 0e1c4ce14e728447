import "server-only";
import { invalid } from "@/lib/kernel/errors";
import type { ApproveAuthorizationInput } from "@/lib/oauth/authorize/approve-authorization";
import { expiryFromNow } from "@/lib/oauth/authorize/expiries";
import type { AuthorizationView } from "@/lib/oauth/authorize/get-authorization";
import { levels } from "@/lib/policy/level";

/**
 * The form as an answer: of each server the level, and as left out whatever is not ticked. A tool that has come since the page was made
 * was not on it and so is left out. What the form says beyond what was offered goes along, for the verb to refuse. Throws `invalid`.
 */
export function readAnswer(
  form: FormData,
  { offers }: Pick<AuthorizationView, "offers">,
  sessionId: string,
): ApproveAuthorizationInput {
  const expiresAt = expiryFromNow(textOf(form, "expiry") ?? "");
  if (expiresAt === undefined) throw invalid("Say for how long.");
  const label = textOf(form, "label")?.trim() ?? "";
  return {
    sessionId,
    ...(label !== "" && { label }),
    replaces: form.getAll("replaces").filter((one) => typeof one === "string"),
    consents: [...form.keys()].flatMap((field) => {
      const chosen = textOf(form, field);
      if (!field.startsWith("level:") || chosen === "none") return [];
      const level = levels.find((each) => each === chosen);
      if (level === undefined) throw invalid("This is no level.");
      const server = field.slice("level:".length);
      const ticked = new Set(form.getAll(`tool:${server}`));
      const tools = offers.find(({ key }) => key === server)?.tools ?? [];
      return [
        { server, level, expiresAt, excludedTools: tools.map(({ name }) => name).filter((name) => !ticked.has(name)) },
      ];
    }),
  };
}

function textOf(form: FormData, field: string): string | undefined {
  const value = form.get(field);
  return typeof value === "string" ? value : undefined;
}
