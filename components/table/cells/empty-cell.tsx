/** A dash for the eye, a word for the ear. */
export function EmptyCell({ means = "none" }: { means?: string | undefined }) {
  return (
    <span className="text-fg-subtle" title={means}>
      <span aria-hidden="true">–</span>
      <span className="sr-only">{means}</span>
    </span>
  );
}
