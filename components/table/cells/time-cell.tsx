import { Time, type TimeFormat } from "@/components/ui/time";
import { EmptyCell } from "./empty-cell";

export function TimeCell({
  value,
  format = "relative",
  never = "never",
}: {
  value: string | null | undefined;
  format?: TimeFormat | undefined;
  /** What it means that there is no time. */
  never?: string | undefined;
}) {
  if (value === null || value === undefined) return <EmptyCell means={never} />;
  return <Time value={value} format={format} className="whitespace-nowrap text-fg-muted tabular-nums" />;
}
