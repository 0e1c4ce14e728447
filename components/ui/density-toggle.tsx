"use client";

import { type Density, densities, toDensity } from "./density";
import type { IconName } from "./icon";
import { IconChoice } from "./icon-choice";
import { pageChoice } from "./page-choice";

const looks: Record<Density, { icon: IconName; label: string }> = {
  compact: { icon: "rows-close", label: "Compact" },
  comfortable: { icon: "rows-apart", label: "Comfortable" },
};

const density = pageChoice<Density>(
  "density",
  "compact",
  () => toDensity(document.documentElement.dataset["density"]),
  (value) => {
    document.documentElement.dataset["density"] = value;
  },
);

/** How much room lists and cards take. Kept as the theme is, and acts through the same file of tokens. */
export function DensityToggle() {
  return (
    <IconChoice
      legend="Density"
      name="density"
      options={densities}
      looks={looks}
      value={density.use()}
      onChoice={density.choose}
    />
  );
}
