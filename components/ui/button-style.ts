import { cva, type VariantProps } from "class-variance-authority";
import type { IconName } from "./icon";

export const buttonStyle = cva(
  "relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-sm font-medium transition-colors duration-100 disabled:cursor-not-allowed aria-disabled:cursor-not-allowed",
  {
    variants: {
      variant: {
        primary:
          "bg-primary text-primary-fg shadow-control hover:bg-primary-hover disabled:bg-selected disabled:text-fg-subtle disabled:shadow-none",
        secondary:
          "border border-line-strong bg-surface text-fg shadow-control hover:bg-sunken disabled:text-fg-subtle disabled:shadow-none",
        ghost: "text-fg-muted hover:bg-selected hover:text-fg disabled:text-fg-subtle disabled:hover:bg-transparent",
        danger:
          "bg-danger-solid text-danger-fg shadow-control hover:bg-danger-solid-hover disabled:bg-selected disabled:text-fg-subtle disabled:shadow-none",
        "danger-quiet": "border border-line-strong bg-surface text-denied shadow-control hover:bg-denied-soft",
        link: "h-auto px-0 text-accent underline-offset-3 hover:underline",
      },
      size: { sm: "h-7 px-2.5 text-xs", md: "h-8 px-3 text-sm", lg: "h-10 px-4 text-base" },
      square: { true: "px-0", false: "" },
    },
    compoundVariants: [
      { square: true, size: "sm", class: "w-7" },
      { square: true, size: "md", class: "w-8" },
      { square: true, size: "lg", class: "w-10" },
      { variant: "link", class: "h-auto px-0" },
    ],
    defaultVariants: { variant: "secondary", size: "md", square: false },
  },
);

export type ButtonStyle = {
  variant?: NonNullable<VariantProps<typeof buttonStyle>["variant"]> | undefined;
  size?: "sm" | "md" | "lg" | undefined;
  /** An icon alone, in a square: then `aria-label` says what it does. */
  square?: boolean | undefined;
  icon?: IconName | undefined;
};
