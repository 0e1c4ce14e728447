import { Badge } from "@/components/ui/badge";

const shownMax = 6;

/** Scopes in the server's own words; many are cut, with all of them in the title. */
export function ScopeList({ scopes }: { scopes: readonly string[] }) {
  if (scopes.length === 0) return <span className="text-fg-subtle">What the server gives by itself</span>;
  const more = scopes.length - shownMax;
  return (
    <span className="flex flex-wrap gap-1" title={scopes.join(" ")}>
      {scopes.slice(0, shownMax).map((scope) => (
        <Badge key={scope} mono>
          {scope}
        </Badge>
      ))}
      {more > 0 && <span className="text-fg-muted text-xs">and {more} more</span>}
    </span>
  );
}
