import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, type SelectOption } from "@/components/ui/select";

const outcomes: readonly SelectOption[] = [
  { value: "success", label: "Allowed and done" },
  { value: "denied", label: "Denied" },
  { value: "error", label: "Failed" },
  { value: "unknown", label: "Unknown" },
];
const ranges: readonly SelectOption[] = [
  { value: "1h", label: "Last hour" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
];

/** What a search of one's own events is narrowed to: a form whose fields are the address. */
export function MyFilter({
  action,
  values,
  agents,
}: {
  /** The page's path, without a query. */
  action: string;
  values: Readonly<Record<"q" | "outcome" | "instance" | "range", string | undefined>>;
  /** One's agents, by instance id. */
  agents: readonly SelectOption[];
}) {
  return (
    <form
      action={action}
      aria-label="Filter"
      className="grid items-end gap-2 sm:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_10rem_10rem_10rem_auto]"
    >
      <Field label="Words">
        {(control) => (
          <Input
            type="search"
            name="q"
            defaultValue={values.q}
            placeholder="Tools, servers, reasons…"
            autoComplete="off"
            {...control}
          />
        )}
      </Field>
      <Field label="Agent">
        {(control) => (
          <Select name="instance" defaultValue={values.instance} options={agents} placeholder="Any" {...control} />
        )}
      </Field>
      <Field label="Outcome">
        {(control) => (
          <Select name="outcome" defaultValue={values.outcome} options={outcomes} placeholder="Any" {...control} />
        )}
      </Field>
      <Field label="Time">
        {(control) => (
          <Select name="range" defaultValue={values.range} options={ranges} placeholder="Any" {...control} />
        )}
      </Field>
      <Button type="submit" icon="filter">
        Filter
      </Button>
    </form>
  );
}
