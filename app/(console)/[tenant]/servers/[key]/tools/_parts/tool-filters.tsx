import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { Select } from "@/components/ui/select";
import { levelOptions } from "../../../../_parts/level-options";
import { type Show, type ToolQuery, toToolSearch } from "./tool-query";

const views: readonly [Show, string][] = [
  ["all", "All"],
  ["review", "To review"],
  ["quarantined", "Quarantined"],
  ["disabled", "Disabled"],
  ["removed", "Gone"],
];

/** Narrows the tools down by links and a plain form: the URL says what is shown. Views of nothing are not offered. */
export function ToolFilters({ query, counts }: { query: ToolQuery; counts: Record<Show, number> }) {
  const links = views
    .filter(([show]) => show === "all" || counts[show] > 0 || query.show === show)
    .map(([show, label]) => ({
      href: toToolSearch({ ...query, show, page: 1 }),
      label: `${label} ${counts[show]}`,
      current: query.show === show,
    }));
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
      <SegmentedLinks label="Which tools" links={links} />
      <search>
        <form className="flex flex-wrap items-end gap-2">
          {query.show !== "all" && <input type="hidden" name="show" value={query.show} />}
          <Field label="Find a tool" hideLabel className="min-w-0 flex-1 basis-48">
            {(control) => (
              <Input
                key={query.q}
                name="q"
                type="search"
                defaultValue={query.q}
                placeholder="Name or description"
                {...control}
              />
            )}
          </Field>
          <Field label="Level" hideLabel>
            {(control) => (
              <Select
                key={query.level}
                name="level"
                defaultValue={query.level}
                placeholder="Any level"
                options={levelOptions()}
                {...control}
              />
            )}
          </Field>
          <Button type="submit">Find</Button>
        </form>
      </search>
    </div>
  );
}
