import Link from "next/link";
import { cx } from "@/components/ui/cx";

/** The name of a row with a longer text under it: two lines of it at most, so that a table stays one. */
export function DescribedCell({
  href,
  name,
  text,
  mono = false,
}: {
  href: string;
  name: string;
  text: string;
  mono?: boolean | undefined;
}) {
  return (
    <span className="block min-w-44 max-w-md">
      <Link
        href={href}
        className={cx("rounded-xs font-medium hover:underline hover:underline-offset-3", mono && "font-mono text-xs")}
      >
        {name}
      </Link>
      {text !== "" && (
        <span className="line-clamp-2 text-fg-muted text-xs" title={text}>
          {text}
        </span>
      )}
    </span>
  );
}
