import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";
import { cx } from "./cx";
import { ScrollBox } from "./scroll-box";

/** Text to be read by a machine: selectable, copyable, scrolling inside its own box. */
export function CodeBlock({
  code,
  label,
  title,
  wrap = false,
  maxHeight = true,
  className,
}: {
  code: string;
  /** What it is, for assistive technology and the copy button: "client configuration". */
  label: string;
  title?: ReactNode;
  wrap?: boolean | undefined;
  maxHeight?: boolean | undefined;
  className?: string | undefined;
}) {
  return (
    <figure className={cx("min-w-0 rounded-md border border-line bg-sunken", className)}>
      {title !== undefined && (
        <figcaption className="border-line border-b px-3 py-1.5 font-medium text-fg-muted text-xs">{title}</figcaption>
      )}
      <div className="flex items-start">
        <ScrollBox label={label} className={cx("min-w-0 flex-1 rounded-md", maxHeight && "max-h-96 overflow-y-auto")}>
          <pre
            className={cx(
              "p-3 font-mono text-xs",
              wrap ? "whitespace-pre-wrap [overflow-wrap:anywhere]" : "w-max min-w-full",
            )}
          >
            <code className="text-[1em]">{code}</code>
          </pre>
        </ScrollBox>
        <CopyButton text={code} what={label} className="m-1.5" />
      </div>
    </figure>
  );
}
