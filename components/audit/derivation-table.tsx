import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { ScrollBox } from "@/components/ui/scroll-box";
import type { DerivationCell } from "@/lib/policy/decision";
import { levels } from "@/lib/policy/level";

/** The nine derivations "ceiling × consent ⇒ level", each with why it holds or does not. */
export function DerivationTable({ cells }: { cells: readonly DerivationCell[] }) {
  return (
    <ScrollBox label="Derivations checked" className="rounded-md border border-line bg-surface">
      <table className="w-full min-w-136 table-fixed text-xs">
        <caption className="sr-only">
          Which level each pair of ceiling and consent derives, and why it holds or not
        </caption>
        <thead className="border-line border-b bg-sunken text-left text-fg-muted">
          <tr>
            <th scope="col" className="w-24 px-3 py-1.5 font-medium">
              Ceiling
            </th>
            {levels.map((consent) => (
              <th key={consent} scope="col" className="px-3 py-1.5 font-medium">
                Consent {consent}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line align-top">
          {levels.map((ceiling) => (
            <tr key={ceiling} className="divide-x divide-line">
              <th scope="row" className="px-3 py-2 text-left font-medium text-fg-muted capitalize">
                {ceiling}
              </th>
              {levels.map((consent) => {
                const cell = cells.find((each) => each.ceiling === ceiling && each.consent === consent);
                if (cell === undefined) return <td key={consent} className="px-3 py-2 text-fg-subtle" />;
                return (
                  <td key={consent} className={cx("px-3 py-2", cell.holds && "bg-success-soft")}>
                    <p
                      className={cx(
                        "flex items-center gap-1.5 font-medium",
                        cell.holds ? "text-success" : "text-fg-muted",
                      )}
                    >
                      <Icon
                        name={cell.holds ? "circle-check" : "minus"}
                        size={13}
                        label={cell.holds ? "Holds" : "Does not hold"}
                      />
                      ⇒ {cell.derives}
                    </p>
                    <p className={cell.holds ? "text-success" : "text-fg-subtle"}>{cell.why}</p>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
