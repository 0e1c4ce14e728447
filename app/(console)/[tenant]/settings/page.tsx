import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { countAgents } from "@/lib/registry/agents/count-agents";
import { getTenantSettings } from "@/lib/registry/tenants/get-tenant-settings";
import { builtInTools } from "@/lib/registry/tenants/tenant-settings";
import type { ConsoleProps } from "../_parts/console-props";
import { builtInWords } from "./_parts/built-in-words";
import { DangerZone } from "./_parts/danger-zone";
import { EnvironmentForm } from "./_parts/environment-form";
import { SettingsTabs } from "./_parts/settings-tabs";
import { updateSettingsAction } from "./actions";

export const metadata = { title: "Settings" };

export default page(async ({ params }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "tenant:read", paths.tenantSettings(tenant));
  const [found, agents] = await Promise.all([
    getTenantSettings(ctx),
    hasScope(ctx.scopes, "agents:write") ? countAgents(ctx) : null,
  ]);
  const mayWrite = hasScope(ctx.scopes, "tenant:write");
  const tools = builtInTools.map((tool) => ({ tool, on: found.builtInTools[tool], does: builtInWords[tool] }));
  return (
    <>
      <SettingsTabs ctx={ctx} tab="general" />
      <div className="grid max-w-3xl gap-4 pt-4">
        <Card
          title="Environment"
          description="Tools that are off are neither listed nor can they be called at the address of all servers."
        >
          <KeyValues>
            <KeyValue name="Organization">{found.organization.name}</KeyValue>
            <KeyValue name="Address" mono copy={found.slug}>
              {found.slug}
            </KeyValue>
            {!mayWrite && (
              <>
                <KeyValue name="Name">{found.name}</KeyValue>
                <KeyValue name="Own tools">
                  {tools.map(({ tool, on }) => `${tool}: ${on ? "on" : "off"}`).join(", ")}
                </KeyValue>
              </>
            )}
          </KeyValues>
          {mayWrite && (
            <div className="pt-6">
              <EnvironmentForm action={updateSettingsAction.bind(null, tenant)} name={found.name} tools={tools} />
            </div>
          )}
        </Card>
        <Card title="Addresses" description="Where programs reach this environment.">
          <KeyValues>
            <KeyValue name="All servers" mono copy={absolute(paths.mcp(tenant))}>
              {absolute(paths.mcp(tenant))}
            </KeyValue>
            <KeyValue name="One server" mono>
              {absolute(paths.mcp(tenant, "{server}").replace("%7Bserver%7D", "{server}"))}
            </KeyValue>
            <KeyValue name="HTTP API" mono copy={absolute(paths.api(tenant, ""))}>
              {absolute(paths.api(tenant, ""))}
            </KeyValue>
            <KeyValue name="API description" mono copy={absolute(paths.openApi())}>
              {absolute(paths.openApi())}
            </KeyValue>
          </KeyValues>
        </Card>
        {agents && (agents.active > 0 || agents.suspended > 0) && <DangerZone tenant={tenant} {...agents} />}
      </div>
    </>
  );
});
