import { cx } from "@/components/ui/cx";

/** Two ticks: the first signature and the one that makes the order valid. */
export function Logo({ size = 20, className }: { size?: number | undefined; className?: string | undefined }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 32 32"
      width={size}
      height={size}
      fill="none"
      strokeWidth="3"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cx("shrink-0", className)}
    >
      <rect width="32" height="32" rx="8" className="fill-primary" />
      <path d="M6.5 17.2 10.7 21.5 19 10.5" className="stroke-[light-dark(#8f9dff,#5363d8)]" />
      <path d="M15 19.2 17.2 21.5 25.5 10.5" className="stroke-primary-fg" />
    </svg>
  );
}
