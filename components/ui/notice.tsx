import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type IconName } from "./icon";

export type NoticeTone = "info" | "success" | "warning" | "danger";

const looks: Record<NoticeTone, { icon: IconName; box: string; ink: string }> = {
  info: { icon: "info", box: "border-info-line bg-info-soft", ink: "text-info" },
  success: { icon: "circle-check", box: "border-success-line bg-success-soft", ink: "text-success" },
  warning: { icon: "warning", box: "border-error-line bg-error-soft", ink: "text-error" },
  danger: { icon: "alert", box: "border-denied-line bg-denied-soft", ink: "text-denied" },
};

/** Something to know about this page, said on the page. `live` announces it when it appears after a change. */
export function Notice({
  tone = "info",
  title,
  live = false,
  actions,
  className,
  children,
}: {
  tone?: NoticeTone | undefined;
  title?: ReactNode;
  live?: boolean | undefined;
  actions?: ReactNode;
  className?: string | undefined;
  children?: ReactNode;
}) {
  const { icon, box, ink } = looks[tone];
  return (
    <div
      {...(live ? { role: tone === "danger" || tone === "warning" ? "alert" : "status" } : {})}
      className={cx("flex min-w-0 flex-wrap items-start gap-x-3 gap-y-2 rounded-md border px-3 py-2", box, className)}
    >
      <Icon name={icon} className={cx("mt-0.5", ink)} />
      <div className="min-w-0 flex-1 basis-56">
        {title !== undefined && <p className={cx("font-medium", ink)}>{title}</p>}
        {children !== undefined && <div className="text-fg">{children}</div>}
      </div>
      {actions !== undefined && <div className="flex items-center gap-2">{actions}</div>}
    </div>
  );
}
