import type { IconName } from "@/components/ui/icon";

/** One line of the menu: a place and its name. */
export type Entry = {
  href: string;
  label: string;
  icon: IconName;
  /** What tells it from others of its name. */
  note?: string | undefined;
};

export type Group = { label: string; entries: readonly Entry[] };
