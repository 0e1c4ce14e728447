"use client";

import { type ChangeEvent, useSyncExternalStore } from "react";
import { Icon, type IconName } from "./icon";
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

function choose(event: ChangeEvent<HTMLInputElement>): void {
  const theme = event.currentTarget.value;
  const { classList } = document.documentElement;
  classList.remove("light", "dark");
  if (theme !== "system") classList.add(theme);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we support
  document.cookie = `theme=${theme}; path=/; max-age=${theme === "system" ? 0 : 31_536_000}; samesite=lax`;
  changed.dispatchEvent(new Event("change"));
}

/** Light, dark, or as the device has it. Kept in a cookie, so the next page arrives in the right theme. */
export function ThemeToggle() {
  const theme = useSyncExternalStore(subscribe, current, () => undefined);
  return (
    <fieldset className="inline-flex rounded-full border border-line-strong p-0.5">
      <legend className="sr-only">Theme</legend>
      {themes.map((each) => (
        <label
          key={each}
          title={looks[each].label}
          className="relative grid size-6 place-items-center rounded-full text-fg-subtle hover:text-fg has-checked:bg-selected has-checked:text-fg has-focus-visible:outline-2 has-focus-visible:outline-ring"
        >
          <input
            type="radio"
            name="theme"
            value={each}
            checked={theme === each}
            onChange={choose}
            className="absolute inset-0 cursor-pointer appearance-none opacity-0"
          />
          <Icon name={looks[each].icon} size={14} />
          <span className="sr-only">{looks[each].label}</span>
        </label>
      ))}
    </fieldset>
  );
}
