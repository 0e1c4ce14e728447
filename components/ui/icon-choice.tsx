import { Icon, type IconName } from "./icon";

/** One of a few, each an icon whose name is read out and shown on hover. Controlled: for settings that act at once. */
export function IconChoice<Value extends string>({
  legend,
  name,
  options,
  looks,
  value,
  onChoice,
}: {
  legend: string;
  name: string;
  options: readonly Value[];
  looks: Record<Value, { icon: IconName; label: string }>;
  /** Undefined as long as nobody knows: then none is chosen. */
  value: Value | undefined;
  onChoice: (value: Value) => void;
}) {
  return (
    <fieldset className="inline-flex rounded-full border border-line-strong p-0.5">
      <legend className="sr-only">{legend}</legend>
      {options.map((each) => (
        <label
          key={each}
          title={looks[each].label}
          className="relative grid size-6 place-items-center rounded-full text-fg-subtle hover:text-fg has-checked:bg-selected has-checked:text-fg has-focus-visible:outline-2 has-focus-visible:outline-ring"
        >
          <input
            type="radio"
            name={name}
            value={each}
            checked={value === each}
            onChange={() => onChoice(each)}
            className="absolute inset-0 cursor-pointer appearance-none opacity-0"
          />
          <Icon name={looks[each].icon} size={14} />
          <span className="sr-only">{looks[each].label}</span>
        </label>
      ))}
    </fieldset>
  );
}
