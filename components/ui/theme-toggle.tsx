"use client";

import { useSyncExternalStore } from "react";
import type { IconName } from "./icon";
import { IconChoice } from "./icon-choice";
import { keepChoice } from "./keep-choice";
import { type Theme, themes } from "./theme";

const looks: Record<Theme, { icon: IconName; label: string }> = {
  system: { icon: "monitor", label: "System" },
  light: { icon: "sun", label: "Light" },
  dark: { icon: "moon", label: "Dark" },
};

const changed = new EventTarget();
function subscribe(listener: () => void): () => void {
  changed.addEventListener("change", listener);
  return () => changed.removeEventListener("change", listener);
}
/** The page's own class is the state: the server wrote it from the cookie. */
function current(): Theme {
  const { classList } = document.documentElement;
  return classList.contains("dark") ? "dark" : classList.contains("light") ? "light" : "system";
}

function choose(theme: Theme): void {
  const { classList } = document.documentElement;
  classList.remove("light", "dark");
  if (theme !== "system") classList.add(theme);
  keepChoice("theme", theme === "system" ? undefined : theme);
  changed.dispatchEvent(new Event("change"));
}

/** Light, dark, or as the device has it. Kept in a cookie, so the next page arrives in the right theme. */
export function ThemeToggle() {
  const theme = useSyncExternalStore(subscribe, current, () => undefined);
  return <IconChoice legend="Theme" name="theme" options={themes} looks={looks} value={theme} onChoice={choose} />;
}
