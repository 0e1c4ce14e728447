import type { ReactNode } from "react";
import { PolicyLabel } from "@/components/audit/policy-label";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { ReasonCode } from "@/lib/policy/decision";
import type { Access, ToolAccess } from "@/lib/registry/decisions/load-access";

type Asked = { tenant: string; access: Access; tool: ToolAccess };
/** A sentence, and the page where what it speaks of is set. */
type Why = { text: string; href?: string; link?: string };

const instancePage = ({ tenant, access: { agent, instance } }: Asked): string =>
  paths.instance(tenant, agent.slug, instance.id);
const ceilingOf = ({ tenant, access }: Asked) => ({
  href: paths.human(tenant, access.human.key),
  link: "See the ceiling",
});
const consentOf = (asked: Asked) => ({ href: instancePage(asked), link: "See the consent" });
const toolPage = ({ tenant, access, tool }: Asked) => ({
  href: paths.tool(tenant, access.server.key, tool.tool),
  link: "See the tool",
});

/** Which of the two does not reach the tool's level. */
function tooLow(asked: Asked): Why {
  const { ceiling, consent, effective } = asked.access;
  const needs = `It needs ${asked.tool.level}`;
  if (ceiling !== null && ceiling === effective)
    return { text: `${needs}, and the human's ceiling is ${ceiling}.`, ...ceilingOf(asked) };
  return { text: `${needs}, and the consent is ${consent ?? "none"}.`, ...consentOf(asked) };
}

/** Every reason in words. A new code does not compile until it stands here. */
const reasons: Record<ReasonCode, (asked: Asked) => Why> = {
  ALLOWED: ({ tool }) => ({ text: tool.bucket === "conditional" ? "It depends on" : "Allowed by" }),
  BLOCKED_BY_POLICY: () => ({ text: "Denied by" }),
  BLOCKED_BY_POLICY_INDETERMINATE: () => ({ text: "Denied, because a condition cannot be told, by" }),
  NO_MATCHING_POLICY: () => ({ text: "No active policy allows it." }),
  TRUST_TOO_LOW: tooLow,
  NO_GRANT: (asked) => ({ text: "The human has no ceiling on this server.", ...ceilingOf(asked) }),
  NO_CONSENT: (asked) => ({ text: "The human has not consented to this server.", ...consentOf(asked) }),
  CONSENT_EXPIRED: (asked) => ({ text: "The human's consent has expired.", ...consentOf(asked) }),
  TOOL_EXCLUDED: (asked) => ({ text: "The human's consent leaves it out.", ...consentOf(asked) }),
  TOOL_DISABLED: (asked) => ({ text: "The tool is disabled.", ...toolPage(asked) }),
  TOOL_QUARANTINED: (asked) => ({ text: "Its definition has changed and is not accepted yet.", ...toolPage(asked) }),
  TOOL_NOT_FOUND: (asked) => ({ text: "The server does not offer it.", ...toolPage(asked) }),
  RESOURCE_DISABLED: ({ tenant, access: { server } }) => ({
    text: "The server is disabled.",
    href: paths.server(tenant, server.key),
    link: "See the server",
  }),
  RESOURCE_NOT_FOUND: () => ({ text: "The server is not known." }),
  PRINCIPAL_SUSPENDED: (asked) => ({
    text: "The human, the agent or the instance is suspended.",
    href: instancePage(asked),
    link: "See the instance",
  }),
  USER_NOT_FOUND: () => ({ text: "The agent is not known." }),
  HUMAN_NOT_FOUND: () => ({ text: "The human is not known." }),
  ARGUMENTS_TOO_LARGE: () => ({ text: "The arguments are too large." }),
  ARGUMENTS_FORBIDDEN_KEY: () => ({ text: "The arguments have a forbidden key." }),
  ARGUMENTS_INVALID: () => ({ text: "The arguments do not fit the tool's schema." }),
  ENGINE_ERROR: () => ({ text: "It could not be decided." }),
  ENGINE_BUDGET: () => ({ text: "Deciding it costs more than one call may spend." }),
};

/** Why a tool is in its bucket: a gate with the page where it is set, or the policies that make it so. */
export function AccessWhy(asked: Asked): ReactNode {
  const { tenant, tool } = asked;
  const { text, href, link } = reasons[tool.code](asked);
  const policies = tool.policies.filter(({ id }) => !id.startsWith("builtin:"));
  return (
    <span className="min-w-0">
      {text}{" "}
      {policies.map((policy, index) => (
        <span key={policy.id}>
          <PolicyLabel tenant={tenant} policy={policy} />
          {index < policies.length - 1 ? ", " : ""}
        </span>
      ))}
      {href !== undefined && (
        <TextLink href={href} className="whitespace-nowrap">
          {link}
        </TextLink>
      )}
    </span>
  );
}
