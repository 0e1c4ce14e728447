import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { TextLink } from "@/components/ui/text-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { signInMethods } from "@/lib/console/sign-in-methods";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { ConsoleProps } from "../../_parts/console-props";
import { SettingsTabs } from "../_parts/settings-tabs";

export const metadata = { title: "Sign-in" };

export default page(async ({ params }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "tenant:read", paths.signInSettings(tenant));
  const { singleSignOn, redirectUri, sessionDays } = signInMethods();
  return (
    <>
      <SettingsTabs ctx={ctx} tab="sign-in" />
      <div className="grid max-w-3xl gap-4 pt-4">
        <Card
          title="Single sign-on"
          description="One OpenID Connect issuer for the installation, set by whoever operates it."
          actions={
            singleSignOn ? (
              <Badge tone="success" icon="check">
                On
              </Badge>
            ) : (
              <Badge icon="minus">Off</Badge>
            )
          }
        >
          <KeyValues>
            {singleSignOn && (
              <>
                <KeyValue name="Button">{singleSignOn.name}</KeyValue>
                <KeyValue name="Issuer" mono copy={singleSignOn.issuer}>
                  {singleSignOn.issuer}
                </KeyValue>
                <KeyValue name="Client id" mono copy={singleSignOn.clientId}>
                  {singleSignOn.clientId}
                </KeyValue>
              </>
            )}
            <KeyValue name="Redirect URI" mono copy={redirectUri}>
              {redirectUri}
            </KeyValue>
          </KeyValues>
          {!singleSignOn && (
            <p className="pt-3 text-fg-muted">
              Register the redirect URI at the issuer, then set{" "}
              <code className="font-mono text-xs">AUTH_OIDC_ISSUER</code>,{" "}
              <code className="font-mono text-xs">AUTH_OIDC_CLIENT_ID</code> and{" "}
              <code className="font-mono text-xs">AUTH_OIDC_CLIENT_SECRET</code>.{" "}
              <TextLink href={`${paths.docsOperating()}#sso`}>How to set it up</TextLink>
            </p>
          )}
        </Card>
        <Card title="Password" description="For members who were given one, and for humans who come by a sign-in link.">
          <KeyValues>
            <KeyValue name="Sessions">
              End after {sessionDays} days, when somebody signs out, and when they sign in anew in the same browser.
            </KeyValue>
            <KeyValue name="Guessing">
              Slowed down for each account and each address; every refusal is in the log.
            </KeyValue>
          </KeyValues>
        </Card>
        {hasScope(ctx.scopes, "events:read") && (
          <Card title="Who came in" description="Every sign-in and every refused one is an event of this environment.">
            <div className="flex flex-wrap gap-2">
              <ButtonLink href={paths.audit(tenant, "type=session.created")}>Sign-ins</ButtonLink>
              <ButtonLink href={paths.audit(tenant, "type=session.refused")}>Refused sign-ins</ButtonLink>
            </div>
          </Card>
        )}
      </div>
    </>
  );
});
