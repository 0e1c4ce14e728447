import { CopyButton } from "./copy-button";
import { cx } from "./cx";
import { ScrollBox } from "./scroll-box";

const entriesShown = 200;

function Scalar({ value }: { value: unknown }) {
  if (typeof value === "string") return <span className="text-success">{JSON.stringify(value)}</span>;
  if (typeof value === "number") return <span className="text-info">{String(value)}</span>;
  return <span className="text-unknown">{String(value)}</span>;
}

function Name({ name }: { name: string | undefined }) {
  return name === undefined ? null : <span className="text-fg-muted">{name}: </span>;
}

function Node({
  name,
  value,
  depth,
  open,
}: {
  name?: string | undefined;
  value: unknown;
  depth: number;
  open: number;
}) {
  if (typeof value !== "object" || value === null) {
    return (
      <div className="pl-4">
        <Name name={name} />
        <Scalar value={value} />
      </div>
    );
  }
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const [left, right] = isList ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) {
    return (
      <div className="pl-4">
        <Name name={name} />
        {left}
        {right}
      </div>
    );
  }
  return (
    <details open={depth < open}>
      <summary className="relative rounded-xs pl-4 hover:bg-hover">
        <span
          aria-hidden="true"
          className="absolute top-1.5 left-1 size-1.5 -rotate-45 border-fg-subtle border-r border-b [details[open]>summary>&]:rotate-45"
        />
        <Name name={name} />
        {left}
        <span className="text-fg-subtle [details[open]>summary>&]:hidden">
          {` ${entries.length} ${isList ? (entries.length === 1 ? "item" : "items") : entries.length === 1 ? "key" : "keys"} ${right}`}
        </span>
      </summary>
      <div className="ml-2 border-line border-l pl-1">
        {entries.slice(0, entriesShown).map(([key, child]) => (
          <Node key={key} value={child} depth={depth + 1} open={open} {...(isList ? {} : { name: key })} />
        ))}
        {entries.length > entriesShown && (
          <div className="pl-4 text-fg-subtle">… {entries.length - entriesShown} more; copy to see all</div>
        )}
      </div>
      <div className="pl-4">{right}</div>
    </details>
  );
}

/** A JSON value as a tree that folds without script, and a button that copies it whole. */
export function JsonView({
  value,
  label,
  open = 1,
  className,
}: {
  value: unknown;
  /** What it is: "raw event". */
  label: string;
  /** How many levels stand open at first. */
  open?: number | undefined;
  className?: string | undefined;
}) {
  return (
    <div className={cx("flex min-w-0 items-start rounded-md border border-line bg-sunken", className)}>
      <ScrollBox
        label={label}
        className="max-h-112 min-w-0 flex-1 overflow-y-auto rounded-md p-2 font-mono text-xs [overflow-wrap:anywhere]"
      >
        <Node value={value} depth={0} open={open} />
      </ScrollBox>
      <CopyButton text={JSON.stringify(value, null, 2) ?? "undefined"} what={label} className="m-1.5" />
    </div>
  );
}
