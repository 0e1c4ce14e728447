import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { paths } from "@/lib/kernel/paths";

/** Stands where stored arguments and results were, and leads to the event that says who erased them and why. */
export function PayloadErased({
  tenant,
  what,
  at,
  recordedBy,
}: {
  tenant: string;
  /** "arguments and result". */
  what: string;
  at: string;
  recordedBy: string | undefined;
}) {
  return (
    <p role="status" className="text-fg-muted">
      <code className="rounded-xs border border-line bg-sunken px-1 font-mono text-xs">[erased]</code> The stored {what}{" "}
      {what === "result" ? "was" : "were"} erased <Time value={at} format="full" />.
      {recordedBy !== undefined && (
        <>
          {" "}
          <TextLink href={paths.event(tenant, recordedBy)} prefetch={false}>
            The event that recorded it
          </TextLink>
        </>
      )}
    </p>
  );
}
