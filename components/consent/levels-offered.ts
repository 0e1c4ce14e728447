import type { Offer } from "@/lib/oauth/authorize/load-offers";
import { type Level, levels, reaches } from "@/lib/policy/level";

/** What can be chosen for one server: nothing, or a level up to the ceiling. */
export type Choice = "none" | Level;

export const levelWords: Record<Level, string> = { low: "Low", medium: "Medium", high: "High" };

export const choicesOf = ({ ceiling }: Pick<Offer, "ceiling">): Choice[] => [
  "none",
  ...levels.filter((level) => reaches(ceiling, level)),
];

/** What is chosen before the human chooses: what they gave this agent last time, as far as they still may; else the least. */
export function choiceBefore({ enabled, ceiling, last }: Offer): Choice {
  if (!enabled) return "none";
  return last !== null && reaches(ceiling, last.level) ? last.level : "low";
}

/** "3 allowed, 1 conditional" of a level, in the words of the badges. */
export function countWords({ tools }: Offer, choice: Choice): string {
  if (choice === "none") return "No tool";
  const count = (bucket: string) => tools.filter((tool) => tool.buckets[choice] === bucket).length;
  const conditional = count("conditional");
  return `${count("allowed")} allowed${conditional === 0 ? "" : `, ${conditional} conditional`}`;
}
