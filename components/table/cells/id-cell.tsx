import { CopyButton } from "@/components/ui/copy-button";

/** An id, shortened in the middle of nowhere: its beginning says its kind, its end tells it from its neighbours. */
export function IdCell({ id, what = "id" }: { id: string; what?: string | undefined }) {
  return (
    <span className="inline-flex max-w-full items-center gap-0.5">
      <span className="min-w-0 truncate font-mono text-fg-muted text-xs" title={id}>
        {id.length > 22 ? `${id.slice(0, 9)}…${id.slice(-6)}` : id}
      </span>
      <CopyButton text={id} what={what} className="-my-1" />
    </span>
  );
}
