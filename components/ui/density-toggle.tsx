"use client";

import { useSyncExternalStore } from "react";
import { type Density, densities, toDensity } from "./density";
import type { IconName } from "./icon";
import { IconChoice } from "./icon-choice";
import { keepChoice } from "./keep-choice";

const looks: Record<Density, { icon: IconName; label: string }> = {
  compact: { icon: "rows-close", label: "Compact" },
  comfortable: { icon: "rows-apart", label: "Comfortable" },
};

const changed = new EventTarget();
function subscribe(listener: () => void): () => void {
  changed.addEventListener("change", listener);
  return () => changed.removeEventListener("change", listener);
}
/** The page's own attribute is the state: the server wrote it from the cookie. */
const current = (): Density => toDensity(document.documentElement.dataset["density"]);

function choose(density: Density): void {
  document.documentElement.dataset["density"] = density;
  keepChoice("density", density === "compact" ? undefined : density);
  changed.dispatchEvent(new Event("change"));
}

/** How much room lists and cards take. Kept as the theme is, and acts through the same file of tokens. */
export function DensityToggle() {
  const density = useSyncExternalStore(subscribe, current, () => undefined);
  return (
    <IconChoice legend="Density" name="density" options={densities} looks={looks} value={density} onChoice={choose} />
  );
}
