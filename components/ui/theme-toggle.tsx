"use client";

import type { IconName } from "./icon";
import { IconChoice } from "./icon-choice";
import { pageChoice } from "./page-choice";
import { type Theme, themes } from "./theme";

const looks: Record<Theme, { icon: IconName; label: string }> = {
  system: { icon: "monitor", label: "System" },
  light: { icon: "sun", label: "Light" },
  dark: { icon: "moon", label: "Dark" },
};

const theme = pageChoice<Theme>(
  "theme",
  "system",
  () => {
    const { classList } = document.documentElement;
    return classList.contains("dark") ? "dark" : classList.contains("light") ? "light" : "system";
  },
  (value) => {
    const { classList } = document.documentElement;
    classList.remove("light", "dark");
    if (value !== "system") classList.add(value);
  },
);

/** Light, dark, or as the device has it. Kept in a cookie, so the next page arrives in the right theme. */
export function ThemeToggle() {
  return (
    <IconChoice
      legend="Theme"
      name="theme"
      options={themes}
      looks={looks}
      value={theme.use()}
      onChoice={theme.choose}
    />
  );
}
