import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type IconName } from "./icon";

type Row = { icon?: IconName | undefined; note?: ReactNode; current?: boolean | undefined };

function RowContent({ icon, note, current, children }: Row & { children: ReactNode }) {
  return (
    <>
      {icon !== undefined && <Icon name={icon} size={15} className="text-fg-subtle" />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {note !== undefined && <span className="text-fg-subtle text-xs">{note}</span>}
      {current === true && <Icon name="check" size={15} label="Current" />}
    </>
  );
}

export function MenuLink({ icon, note, current, className, children, ...rest }: Row & ComponentProps<typeof Link>) {
  return (
    <Link className={cx("menu-row", className)} {...(current === true ? { "aria-current": "true" } : {})} {...rest}>
      <RowContent icon={icon} note={note} current={current}>
        {children}
      </RowContent>
    </Link>
  );
}

/** A press: give it `onClick` in a client component, or `type="submit"` inside a form. */
export function MenuButton({
  icon,
  note,
  current,
  tone = "plain",
  className,
  type = "button",
  children,
  ...rest
}: Row & { tone?: "plain" | "danger" | undefined } & ComponentProps<"button">) {
  return (
    <button type={type} className={cx("menu-row", tone === "danger" && "text-denied", className)} {...rest}>
      <RowContent icon={icon} note={note} current={current}>
        {children}
      </RowContent>
    </button>
  );
}

export const MenuSeparator = () => <hr className="mx-1 my-1 border-line" />;

export function MenuLabel({ children }: { children: ReactNode }) {
  return <p className="px-2 pt-1.5 pb-1 font-medium text-fg-subtle text-xs">{children}</p>;
}
