"use client";

import { SubmitButton } from "@/components/ui/submit-button";
import { Switch } from "@/components/ui/switch";
import type { OAuthSettings } from "@/lib/oauth/settings/oauth-settings";
import { ActionForm, type BoundAction } from "../../../_parts/action-form";
import { TextareaField, TextField } from "../../../_parts/fields";

/** Everything that an environment decides about how agents connect. */
export function SettingsForm({ action, settings }: { action: BoundAction<OAuthSettings>; settings: OAuthSettings }) {
  const { registration, documents, admitted, consentDays } = settings;
  return (
    <ActionForm action={action} done="The settings are changed." label="How agents connect" className="grid gap-6">
      <fieldset className="grid gap-4">
        <legend className="pb-3 font-medium text-fg-muted text-xs">Who may connect</legend>
        <input type="hidden" name="registration" value="false" />
        <Switch
          name="registration"
          value="true"
          defaultChecked={registration}
          label="Clients may register themselves"
          hint="Dynamic client registration (RFC 7591). Most clients need it. Without it, clients name themselves by a document or are added by hand."
        />
        <input type="hidden" name="documents" value="false" />
        <Switch
          name="documents"
          value="true"
          defaultChecked={documents}
          label="Clients may name themselves by a metadata document"
          hint="The client_id is a URL that this installation fetches, so it proves a domain. Turn it off where this installation cannot reach the internet."
        />
        <TextareaField
          name="admitted"
          label="Admitted hosts"
          optional
          rows={4}
          defaultValue={admitted.join("\n")}
          hint="One a line: claude.ai, *.example.com, localhost for programs on the human's computer, or a scheme such as cursor: — empty admits every host."
        />
      </fieldset>
      <fieldset className="grid items-start gap-4 sm:grid-cols-2">
        <legend className="pb-3 font-medium text-fg-muted text-xs">For how long</legend>
        <Figure settings={settings} name="accessTokenSeconds" label="Access token, seconds" min={60} max={86_400}>
          60 to 86400. Taking a token back acts at once, however long it would be good for.
        </Figure>
        <Figure settings={settings} name="refreshTokenDays" label="Refresh token, days" min={1} max={3_650}>
          1 to 3650, counted anew with every refresh.
        </Figure>
        <Figure settings={settings} name="graceSeconds" label="Grace window, seconds" min={0} max={3_600}>
          0 to 3600. How long a refresh token that was exchanged may come again; some clients send it several times.
        </Figure>
        <TextField
          name="consentDays"
          label="Longest consent, days"
          type="number"
          inputMode="numeric"
          min={1}
          max={3_650}
          optional
          defaultValue={consentDays === null ? "" : String(consentDays)}
          hint="Empty: humans may allow without an end."
        />
      </fieldset>
      <div className="flex justify-end">
        <SubmitButton>Save</SubmitButton>
      </div>
    </ActionForm>
  );
}

function Figure({
  settings,
  name,
  label,
  min,
  max,
  children,
}: {
  settings: OAuthSettings;
  name: "accessTokenSeconds" | "refreshTokenDays" | "graceSeconds";
  label: string;
  min: number;
  max: number;
  children: string;
}) {
  return (
    <TextField
      name={name}
      label={label}
      type="number"
      inputMode="numeric"
      min={min}
      max={max}
      required
      defaultValue={String(settings[name])}
      hint={children}
    />
  );
}
