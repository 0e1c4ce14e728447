/** How much room lists and cards take; `compact` unless a person chose the other. */
export const densities = ["compact", "comfortable"] as const;
export type Density = (typeof densities)[number];

export const toDensity = (value: string | undefined): Density => (value === "comfortable" ? value : "compact");
