import "server-only";
import { redact } from "@/lib/audit/redact";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { Question } from "@/lib/policy/question";
import type { Change, WayOut } from "@/lib/policy/ways-out";

/** One change as people read it. `where`: the page where it is made; null for whoever may not make it, and for the caller's own. */
export type ChangeView = { kind: Change["kind"]; text: string; where: string | null; by: "admin" | "human" | "caller" };

/** Changes that together would have allowed the call. */
export type WayOutView = { changes: ChangeView[] };

export const toWayOutView = (ctx: Ctx, question: Question, way: WayOut): WayOutView => ({
  changes: way.map((change) => toView(ctx, question, change)),
});

function toView(ctx: Ctx, question: Question, change: Change): ChangeView {
  const { slug } = ctx.tenant;
  const { serverKey, toolName } = question;
  const human = question.human?.key ?? "";
  const agent = question.agent?.slug ?? "";
  const instance = question.instance?.id ?? "";
  const ofAdmin = (text: string, may: Parameters<typeof hasScope>[1], where: string): ChangeView => ({
    kind: change.kind,
    text,
    where: hasScope(ctx.scopes, may) ? where : null,
    by: "admin",
  });
  const ofHuman = (text: string): ChangeView => ({
    kind: change.kind,
    text,
    where:
      ctx.actor.type === "human"
        ? paths.myInstance(slug, instance)
        : hasScope(ctx.scopes, "instances:read")
          ? paths.instance(slug, agent, instance)
          : null,
    by: "human",
  });

  switch (change.kind) {
    case "ceiling":
      return ofAdmin(
        `Raise the human's ceiling on ${serverKey} from ${change.from ?? "none"} to ${change.to}.`,
        "grants:write",
        paths.human(slug, human),
      );
    case "consent":
      return ofHuman(`The human consents to ${change.to} on ${serverKey}, in place of ${change.from ?? "nothing"}.`);
    case "consent_expiry":
      return ofHuman(`The human renews the consent for ${serverKey}, which has expired.`);
    case "include_tool":
      return ofHuman(`The human ticks ${toolName} in the consent, which leaves it out.`);
    case "tool_level":
      return ofAdmin(
        `Lower the level of ${toolName} from ${change.from} to ${change.to}.`,
        "servers:write",
        paths.tool(slug, serverKey, toolName),
      );
    case "enable_tool":
      return ofAdmin(`Enable ${toolName}.`, "servers:write", paths.tool(slug, serverKey, toolName));
    case "accept_tool":
      return ofAdmin(
        `Accept the changed definition of ${toolName}.`,
        "servers:write",
        paths.tool(slug, serverKey, toolName),
      );
    case "enable_server":
      return ofAdmin(`Enable the server ${serverKey}.`, "servers:write", paths.server(slug, serverKey));
    case "resume": {
      const places = {
        human: { may: "humans:write", where: paths.human(slug, human) },
        agent: { may: "agents:write", where: paths.agent(slug, agent) },
        instance: { may: "instances:write", where: paths.instance(slug, agent, instance) },
      } as const;
      const { may, where } = places[change.who];
      return ofAdmin(`Resume the suspended ${change.who}.`, may, where);
    }
    case "disable_policy":
      return ofAdmin(
        `Disable or narrow the policy "${change.policy.name}".`,
        "policies:write",
        paths.policy(slug, change.policy.id),
      );
    case "activate_policy":
      return ofAdmin(
        `Activate the policy "${change.policy.name}", which is in shadow.`,
        "policies:write",
        paths.policy(slug, change.policy.id),
      );
    case "allow_policy":
      return ofAdmin(`Add a policy that allows ${toolName}.`, "policies:write", paths.newPolicy(slug));
    case "argument": {
      const name = change.path.join(".");
      const shown = JSON.stringify(redact({ [change.path.at(-1) ?? ""]: change.example }).value);
      return {
        kind: change.kind,
        text: `Call it with another ${name}: the policy "${change.policy.name}" asks ${change.test}; ${shown} would pass.`,
        where: null,
        by: "caller",
      };
    }
  }
}
