import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { Time } from "@/components/ui/time";
import type { LogFigures } from "@/lib/audit/health/log-figures";

/** The figures behind the lines. */
export function HealthFigures({ figures }: { figures: LogFigures }) {
  const { writer, ledger, verification, completeness, oldestEventAt, diskBytes, at } = figures;
  return (
    <Card
      title="Figures"
      description={
        <>
          As of <Time value={at} format="precise" />.
        </>
      }
    >
      <KeyValues columns={2}>
        <KeyValue name="Last call written">{when(writer.lastWriteAt, "None by this server since its start")}</KeyValue>
        <KeyValue name="Last checkpoint">{when(ledger.checkpoint?.at)}</KeyValue>
        <KeyValue name="Last verified">{when(verification?.at)}</KeyValue>
        <KeyValue name="Oldest event">{when(oldestEventAt)}</KeyValue>
        <KeyValue name="Sealed events">{ledger.size.toLocaleString("en")}</KeyValue>
        <KeyValue name="On disk">{toMegabytes(diskBytes)} with indexes, all environments together</KeyValue>
        <KeyValue name="Calls, 24 hours">{toOutcomes(completeness.day)}</KeyValue>
        <KeyValue name="Calls, 30 days">{toOutcomes(completeness.month)}</KeyValue>
      </KeyValues>
    </Card>
  );
}

const when = (value: string | null | undefined, never?: string): ReactNode =>
  value ? <Time value={value} format="full" /> : never;

const toOutcomes = ({ success, denied, error, unknown }: LogFigures["completeness"]["day"]): string =>
  [`${n(success)} succeeded`, `${n(denied)} denied`, `${n(error)} failed`, `${n(unknown)} unknown`].join(", ");

const n = (count: number): string => count.toLocaleString("en");

const toMegabytes = (bytes: number): string =>
  `${(bytes / 1_000_000).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
