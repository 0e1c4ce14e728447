import Form from "next/form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { PolicyVersionView, PolicyView } from "@/lib/registry/policies/policy-view";
import type { Change } from "./read-change";

/** Chooses what the policy is compared with. */
export function CompareWith({
  action,
  policy,
  versions,
  change,
}: {
  action: string;
  policy: PolicyView;
  /** Earlier ones. */
  versions: readonly PolicyVersionView[];
  change: Change;
}) {
  const chosen = change.kind === "version" ? String(change.version) : "";
  return (
    <Form action={action} role="search" aria-label="Comparison" className="flex flex-wrap items-end gap-2">
      <Field label="Compare" className="min-w-0 max-w-full">
        {(control) => (
          <Select
            key={chosen}
            name="version"
            defaultValue={chosen}
            placeholder={
              policy.status === "active"
                ? "What is in force, with this policy switched off"
                : "What is in force, with this policy in force"
            }
            options={versions.map(({ version, name, note }) => ({
              value: String(version),
              label: `Version ${version} with version ${policy.version}${note === "" ? (name === policy.name ? "" : ` (${name})`) : ` (${note.slice(0, 60)})`}`,
            }))}
            {...control}
          />
        )}
      </Field>
      <Button type="submit">Compare</Button>
    </Form>
  );
}
