import { DocTable } from "@/components/docs/doc-table";
import { levels, minLevel } from "@/lib/policy/level";

/** Ceiling and consent, and the effective level that follows from each pair. Made with the engine's own function. */
export function TrustTable() {
  return (
    <DocTable
      label="Effective level by ceiling and consent"
      columns={["Ceiling", ...levels.map((consent) => `Consent ${consent}`)]}
      rows={levels.map((ceiling) => ({
        key: ceiling,
        cells: [
          <span key="ceiling" className="font-medium">
            {ceiling}
          </span>,
          ...levels.map((consent) => minLevel(ceiling, consent)),
        ],
      }))}
    />
  );
}
