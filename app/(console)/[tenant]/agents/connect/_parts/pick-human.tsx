"use client";

import Form from "next/form";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import type { HumanView } from "@/lib/registry/humans/human-view";

const toLabel = ({ name, email, key }: HumanView): string =>
  name === null ? (email ?? key) : email === null ? name : `${name} (${email})`;

/** Whom the agent acts for: a choice that stands in the URL, because what can be consented to depends on it. */
export function PickHuman({
  action,
  humans,
  chosen,
}: {
  action: string;
  humans: readonly HumanView[];
  chosen: string | undefined;
}) {
  return (
    <Form
      action={action}
      replace
      scroll={false}
      onChange={(event) => event.currentTarget.requestSubmit()}
      className="flex items-end gap-2"
    >
      <Field label="Human" hint="Under whose authority the agent acts." className="flex-1">
        {(control) => (
          <Select
            name="human"
            defaultValue={chosen ?? ""}
            options={humans.map((human) => ({ value: human.key, label: toLabel(human) }))}
            {...(chosen === undefined ? { placeholder: "Choose a human" } : {})}
            {...control}
          />
        )}
      </Field>
      <noscript>
        <SubmitButton variant="secondary" className="mb-6">
          Continue
        </SubmitButton>
      </noscript>
    </Form>
  );
}
