import { ButtonLink } from "@/components/ui/button-link";
import { type ToolQuery, toToolSearch } from "./tool-query";

/** Which of the tools found are shown, and the way to the others. */
export function ToolPages({ query, found, size }: { query: ToolQuery; found: number; size: number }) {
  const first = (query.page - 1) * size + 1;
  const last = Math.min(found, query.page * size);
  return (
    <nav aria-label="Pages of tools" className="flex flex-wrap items-center justify-between gap-2 px-(--card-x) py-2.5">
      <p className="text-fg-muted text-xs tabular-nums">
        {first} to {last} of {found}
      </p>
      <div className="flex gap-2">
        {query.page > 1 && (
          <ButtonLink href={toToolSearch({ ...query, page: query.page - 1 })} size="sm" rel="prev">
            Previous
          </ButtonLink>
        )}
        {last < found && (
          <ButtonLink href={toToolSearch({ ...query, page: query.page + 1 })} size="sm" rel="next">
            Next
          </ButtonLink>
        )}
      </div>
    </nav>
  );
}
