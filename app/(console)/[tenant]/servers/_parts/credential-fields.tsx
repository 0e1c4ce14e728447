import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { ChoiceField, TextField } from "../../_parts/fields";

/**
 * How the gateway signs in at a server. What belongs to a choice shows once it is chosen, by CSS alone; the form around it has the class
 * `group/form`.
 */
export function CredentialFields({
  kind = "none",
  scopes = [],
  hideLabel = false,
}: {
  kind?: string;
  scopes?: readonly string[];
  /** Where what is around it is called so already. */
  hideLabel?: boolean;
}) {
  return (
    <>
      <div>
        <ChoiceField
          name="auth.kind"
          label="Credential"
          hideLabel={hideLabel}
          defaultValue={kind}
          options={[
            { value: "none", label: "None" },
            { value: "header", label: "Header" },
            { value: "oauth", label: "OAuth" },
          ]}
        />
        <p className="pt-1.5 text-fg-muted text-xs">
          What the server asks of Countersign. It is sealed when stored and never shown again.
        </p>
      </div>
      <div className="hidden gap-4 group-has-[input[value=header]:checked]/form:grid sm:grid-cols-2">
        <TextField name="auth.header" label="Header" mono defaultValue="Authorization" autoComplete="off" />
        <TextField name="auth.value" label="Value" type="password" mono autoComplete="off" placeholder="Bearer …" />
      </div>
      <div className="hidden gap-4 group-has-[input[value=oauth]:checked]/form:grid">
        <p className="text-fg-muted">
          Each human connects an account of their own, and agents act there as their own human. The tools are listed
          when the first human has connected.
        </p>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="auth.clientId"
            label="Client id"
            mono
            optional
            autoComplete="off"
            hint="Only where the server takes no registrations by itself."
          />
          <TextField name="auth.clientSecret" label="Client secret" type="password" mono optional autoComplete="off" />
        </div>
        <p className="text-fg-muted text-xs">
          Redirect URI of such a client:{" "}
          <code className="font-mono [overflow-wrap:anywhere]">{absolute(paths.connectCallback())}</code>
        </p>
        <TextField
          name="auth.scopes"
          label="Scopes"
          mono
          optional
          autoComplete="off"
          defaultValue={scopes.join(" ")}
          hint="Separated by blanks. Left empty, those that the server names are asked for."
        />
      </div>
    </>
  );
}
