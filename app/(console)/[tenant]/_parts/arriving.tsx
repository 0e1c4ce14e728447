import { type ReactNode, Suspense } from "react";
import { TextLink } from "@/components/ui/text-link";
import type { Ended, Part } from "./part";

type Props<T> = {
  part: Part<T>;
  /** What is missing if it fails: "The charts could not be loaded." */
  failed: string;
  /** As high as what will come, so that nothing moves. */
  fallback: ReactNode;
  /** The page with everything in it, for who has no script. */
  whole: string;
  children: (value: T) => ReactNode;
};

/**
 * A part of the page. Where it is ready with the page it is simply there, for everybody; where it is late its place is kept, and script
 * puts it there.
 */
export function Arriving<T>({ part, failed, fallback, whole, children }: Props<T>): ReactNode {
  const ended = part.soFar();
  if (ended !== undefined) return <Outcome ended={ended} failed={failed} show={children} />;
  return (
    <Suspense
      fallback={
        <>
          <noscript>
            <p>
              <TextLink href={whole}>Show everything</TextLink>
            </p>
          </noscript>
          <div className="noscript:hidden">{fallback}</div>
        </>
      }
    >
      <Late ended={part.ended} failed={failed} show={children} />
    </Suspense>
  );
}

async function Late<T>({
  ended,
  ...rest
}: {
  ended: Promise<Ended<T>>;
  failed: string;
  show: (value: T) => ReactNode;
}) {
  return <Outcome ended={await ended} {...rest} />;
}

function Outcome<T>({ ended, failed, show }: { ended: Ended<T>; failed: string; show: (value: T) => ReactNode }) {
  return ended.ok ? (
    show(ended.value)
  ) : (
    <p
      role="alert"
      className="rounded-lg border border-error-line bg-error-soft px-(--card-x) py-(--card-y) text-error"
    >
      {failed} Load the page again; the rest of it is not affected.
    </p>
  );
}
