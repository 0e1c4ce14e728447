import { PageHeader } from "@/components/shell/page-header";
import { Tabs } from "@/components/ui/tabs";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";

/** The head of every page of the settings. */
export function SettingsTabs({
  ctx,
  tab,
}: {
  ctx: Ctx;
  tab: "general" | "members" | "keys" | "retention" | "recording" | "limits" | "sign-in" | "oauth" | "clients";
}) {
  const { slug } = ctx.tenant;
  const tabs = [
    { href: paths.tenantSettings(slug), label: "General", current: tab === "general" },
    { href: paths.retention(slug), label: "Retention", current: tab === "retention" },
    { href: paths.recording(slug), label: "Recording", current: tab === "recording" },
    { href: paths.limits(slug), label: "Limits", current: tab === "limits" },
    { href: paths.members(slug), label: "Members", current: tab === "members" },
    { href: paths.signInSettings(slug), label: "Sign-in", current: tab === "sign-in" },
    { href: paths.oauthSettings(slug), label: "OAuth", current: tab === "oauth" },
    { href: paths.clients(slug), label: "OAuth clients", current: tab === "clients" },
    ...(hasScope(ctx.scopes, "keys:read")
      ? [{ href: paths.keys(slug), label: "API keys", current: tab === "keys" }]
      : []),
  ];
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs label="Settings" tabs={tabs} />
    </>
  );
}
