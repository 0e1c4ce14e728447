"use client";

import { useActionState, useState } from "react";
import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { type BoundAction, StatefulForm } from "../../../_parts/action-form";
import { SelectField, TextareaField, TextField } from "../../../_parts/fields";
import { Secret } from "../../_parts/secret";

/** What is told of a client that was made; the secret this once. */
export type MadeClient = { name: string; clientId: string; secret: string | null };

type Option = { value: string; label: string };

/** Adds a client by hand: one that humans authorize, or one that acts by itself for one of them. */
export function AddClient({
  action,
  humans,
  servers,
  levels,
}: {
  action: BoundAction<MadeClient>;
  humans: readonly Option[];
  servers: readonly Option[];
  levels: readonly Option[];
}) {
  const [state, submit] = useActionState(action, undefined);
  const made = state?.ok === true ? state.result : undefined;
  return (
    <Card
      title="Add a client by hand"
      description="For clients that cannot register themselves, and for programs without a human at them."
    >
      {made !== undefined && <Made made={made} />}
      <StatefulForm key={made?.clientId} state={state} submit={submit} label="Add a client">
        <Fields humans={humans} servers={servers} levels={levels} />
        <div className="flex justify-end">
          <SubmitButton>Add client</SubmitButton>
        </div>
      </StatefulForm>
    </Card>
  );
}

function Made({ made: { name, clientId, secret } }: { made: MadeClient }) {
  return (
    <div className="grid gap-3 pb-5">
      {secret === null ? (
        <Notice tone="success" title={`${name} is added.`} live>
          Put its client_id into the client's configuration.
        </Notice>
      ) : (
        <Secret title={`${name} is added.`} what="client secret" value={secret}>
          Copy the secret now. It is shown this once and stored only as a hash.
        </Secret>
      )}
      <KeyValues>
        <KeyValue name="client_id" mono copy={clientId}>
          {clientId}
        </KeyValue>
      </KeyValues>
    </div>
  );
}

const methods: readonly Option[] = [
  { value: "none", label: "Public: it runs where it cannot keep a secret" },
  { value: "client_secret_basic", label: "A secret, in the Authorization header" },
  { value: "client_secret_post", label: "A secret, in the form" },
  { value: "private_key_jwt", label: "Its own key (private_key_jwt)" },
];

function Fields({ humans, servers, levels }: Record<"humans" | "servers" | "levels", readonly Option[]>) {
  const [method, setMethod] = useState("none");
  const [human, setHuman] = useState("");
  return (
    // Selects say what they choose as they change. Without script there are the fields of a client that humans authorize; others: the API.
    <div
      className="grid items-start gap-4 md:grid-cols-2"
      onChange={({ target }) => {
        if (!(target instanceof HTMLSelectElement)) return;
        if (target.name === "authMethod") setMethod(target.value);
        if (target.name === "human") setHuman(target.value);
      }}
    >
      <TextField name="name" label="Name" required maxLength={120} placeholder="Nightly report" />
      <SelectField name="authMethod" label="How it shows who it is" options={methods} defaultValue="none" />
      <SelectField
        name="human"
        label="Who stands behind it"
        options={humans}
        placeholder="Each human authorizes it for themselves"
        hint="With one human it gets its tokens by itself (client credentials) and acts within their ceilings. It needs a secret or a key then."
      />
      {human === "" && (
        <TextareaField
          name="redirectUris"
          label="Redirect URIs"
          rows={3}
          hint="One a line: where the answer may go. The port of localhost may differ; everything else counts to the letter."
        />
      )}
      {method === "private_key_jwt" && (
        <>
          <TextareaField
            name="jwks"
            label="Public keys (JWKS)"
            rows={4}
            placeholder='{"keys": [{"kty": "EC", …}]}'
            hint="The public half only. Or give the address where it publishes them."
          />
          <TextField name="jwksUri" label="Address of its keys" type="url" optional placeholder="https://…/jwks.json" />
        </>
      )}
      {human !== "" && (
        <>
          <SelectField
            name="server"
            label="Server it may use"
            optional
            options={servers}
            placeholder="None yet"
            hint="More can be given on the page of its instance."
          />
          <SelectField name="level" label="Up to level" options={levels} defaultValue="low" />
        </>
      )}
    </div>
  );
}
