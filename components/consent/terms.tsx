import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Time } from "@/components/ui/time";
import type { AuthorizationView } from "@/lib/oauth/authorize/get-authorization";

/** For how long, under which name, and what it replaces. */
export function Terms({ view }: { view: AuthorizationView }) {
  const { expiries, label, replaces } = view;
  // A month where it may be: long enough to be of use, and it ends by itself.
  const chosen = expiries.find(({ value }) => value === "30d") ?? expiries.at(-1);
  return (
    <Card title="For how long">
      <div className="grid gap-4">
        <fieldset className="min-w-0">
          <legend className="sr-only">For how long</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1.5">
            {expiries.map((choice) => (
              <label key={choice.value} className="flex items-center gap-2 py-0.5">
                <input
                  type="radio"
                  name="expiry"
                  value={choice.value}
                  defaultChecked={choice.value === chosen?.value}
                  className="size-4 accent-accent-solid"
                />
                {choice.label}
              </label>
            ))}
          </div>
        </fieldset>
        <Field label="Name of this connection" hint="Tells it from your others." className="max-w-96">
          {(control) => <Input name="label" maxLength={120} defaultValue={label} autoComplete="off" {...control} />}
        </Field>
        {replaces.length > 0 && (
          <fieldset className="min-w-0">
            <legend className="font-medium">It replaces</legend>
            <p className="pb-1 text-fg-muted text-xs">
              You have connected this client before. What you tick here is disconnected.
            </p>
            {replaces.map((one) => (
              <Checkbox
                key={one.id}
                name="replaces"
                value={one.id}
                defaultChecked={one.likely}
                label={
                  <>
                    {one.label}
                    {one.status === "suspended" && <span className="text-fg-muted"> (paused)</span>}
                  </>
                }
                hint={
                  <>
                    Connected <Time value={one.connectedAt ?? one.createdAt} />
                  </>
                }
              />
            ))}
          </fieldset>
        )}
      </div>
    </Card>
  );
}
