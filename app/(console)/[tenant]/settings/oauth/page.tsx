import { DataTable } from "@/components/table/data-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listSigningKeys } from "@/lib/oauth/keys/list-signing-keys";
import { getOAuthSettings } from "@/lib/oauth/settings/get-oauth-settings";
import { ConfirmAction } from "../../_parts/confirm-action";
import type { ConsoleProps } from "../../_parts/console-props";
import { SettingsTabs } from "../_parts/settings-tabs";
import { signingKeyColumns } from "./_parts/key-columns";
import { SettingsForm } from "./_parts/settings-form";
import { SettingsRead } from "./_parts/settings-read";
import { rotateSigningKeyAction, updateOAuthSettingsAction } from "./actions";

export const metadata = { title: "OAuth" };

export default page(async ({ params }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "tenant:read", paths.oauthSettings(tenant));
  const [settings, keys] = await Promise.all([getOAuthSettings(ctx), listSigningKeys(ctx)]);
  const mayWrite = hasScope(ctx.scopes, "tenant:write");
  const issuer = absolute(paths.oauth(tenant));
  return (
    <>
      <SettingsTabs ctx={ctx} tab="oauth" />
      <div className="grid max-w-4xl grid-cols-1 gap-4 pt-4">
        <Card
          title="How agents connect"
          description="Clients that are connected already stay. What is changed counts from the next sign-in on."
        >
          {mayWrite ? (
            <SettingsForm action={updateOAuthSettingsAction.bind(null, tenant)} settings={settings} />
          ) : (
            <SettingsRead settings={settings} />
          )}
        </Card>
        <Card title="Authorization server" description="Clients find these by themselves.">
          <KeyValues>
            <KeyValue name="Issuer" mono copy={issuer}>
              {issuer}
            </KeyValue>
            <KeyValue name="Token endpoint" mono copy={absolute(paths.token(tenant))}>
              {absolute(paths.token(tenant))}
            </KeyValue>
            <KeyValue name="Public keys" mono copy={absolute(paths.jwks(tenant))}>
              {absolute(paths.jwks(tenant))}
            </KeyValue>
          </KeyValues>
        </Card>
        <Card
          flush
          title="Signing keys"
          description="Access tokens are signed with the current one. An old one is published until the last token that it signed has expired."
          actions={
            mayWrite && (
              <ConfirmAction
                id="rotate-key"
                action={rotateSigningKeyAction.bind(null, tenant)}
                fields={{}}
                title="Sign with a new key?"
                description="Tokens that are out stay good, and nobody has to sign in again."
                confirmLabel="Rotate key"
                tone="primary"
                done="A new key signs from now on."
                icon="refresh"
              >
                Rotate key
              </ConfirmAction>
            )
          }
        >
          <DataTable
            caption="Signing keys"
            frame={false}
            columns={signingKeyColumns}
            rows={keys.items}
            rowId={({ kid }) => kid}
            empty={
              <EmptyState icon="key" title="No key yet">
                The first is made when the first token is signed.
              </EmptyState>
            }
          />
        </Card>
      </div>
    </>
  );
});
