import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import type { OAuthSettings } from "@/lib/oauth/settings/oauth-settings";

/** The same for whoever may not change it. */
export function SettingsRead({ settings }: { settings: OAuthSettings }) {
  const { registration, documents, admitted, accessTokenSeconds, refreshTokenDays, graceSeconds, consentDays } =
    settings;
  return (
    <KeyValues>
      <KeyValue name="Registration">{registration ? "Clients may register themselves" : "Off"}</KeyValue>
      <KeyValue name="Documents">{documents ? "Clients may name themselves by a document" : "Off"}</KeyValue>
      <KeyValue name="Admitted hosts">{admitted.length === 0 ? "Every host" : admitted.join(", ")}</KeyValue>
      <KeyValue name="Access token">{accessTokenSeconds} seconds</KeyValue>
      <KeyValue name="Refresh token">{refreshTokenDays} days</KeyValue>
      <KeyValue name="Grace window">{graceSeconds === 0 ? "None" : `${graceSeconds} seconds`}</KeyValue>
      <KeyValue name="Longest consent">{consentDays === null ? "Without an end" : `${consentDays} days`}</KeyValue>
    </KeyValues>
  );
}
