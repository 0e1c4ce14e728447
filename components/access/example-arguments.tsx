import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";

type Arguments = Record<string, unknown>;

/** Arguments that pass and arguments that fail, on one line each; `toHref` leads to where they can be tried. */
export function ExampleArguments({
  passes,
  fails,
  toHref,
}: {
  passes?: Arguments | undefined;
  fails?: Arguments | undefined;
  toHref?: ((args: Arguments) => string) | undefined;
}) {
  const examples = [
    { args: passes, word: "Passes", tone: "success", icon: "check" },
    { args: fails, word: "Fails", tone: "denied", icon: "ban" },
  ] as const;
  if (passes === undefined && fails === undefined)
    return <p className="text-fg-muted text-xs">No example was found: it depends on more than the arguments.</p>;
  return (
    // Links on lines of their own are as high as a target must be (WCAG 2.5.8).
    <ul className="grid">
      {examples.map(
        ({ args, word, tone, icon }) =>
          args !== undefined && (
            <li key={word} className="flex min-w-0 flex-wrap items-start gap-x-2">
              <Badge tone={tone} icon={icon} quiet className="w-16 shrink-0 py-0.75">
                {word}
              </Badge>
              <code className="min-w-0 flex-1 basis-48 font-mono text-xs [overflow-wrap:anywhere]">
                {toHref === undefined ? (
                  JSON.stringify(args)
                ) : (
                  <TextLink href={toHref(args)} title="Try it in what-if" className="inline-block py-0.75">
                    {JSON.stringify(args)}
                  </TextLink>
                )}
              </code>
            </li>
          ),
      )}
    </ul>
  );
}
