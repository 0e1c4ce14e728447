import { LevelMeter } from "@/components/audit/level-meter";
import type { Offer } from "@/lib/oauth/authorize/load-offers";
import { type Choice, choicesOf, countWords, levelWords } from "./levels-offered";

/** How much: radio buttons in a row, from nothing up to the ceiling. The arrow keys move along it, with or without script. */
export function LevelChoice({ offer, chosen }: { offer: Offer; chosen: Choice }) {
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">What it may do on {offer.name}</legend>
      <div className="grid grid-cols-2 gap-1 rounded-md border border-line-strong bg-sunken p-1 sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none">
        {choicesOf(offer).map((choice) => (
          <label
            key={choice}
            className="relative grid content-start gap-0.5 rounded-sm px-2.5 py-1.5 text-fg-muted has-checked:bg-thumb has-checked:text-fg has-checked:shadow-control hover:text-fg has-focus-visible:outline-2 has-focus-visible:outline-ring"
          >
            <input
              type="radio"
              name={`level:${offer.key}`}
              value={choice}
              defaultChecked={choice === chosen}
              className="absolute inset-0 cursor-pointer appearance-none opacity-0"
            />
            <span className="flex items-center gap-1.5 font-medium">
              <LevelMeter level={choice === "none" ? null : choice} />
              {choice === "none" ? "Nothing" : levelWords[choice]}
            </span>
            <span className="text-xs">{countWords(offer, choice)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
