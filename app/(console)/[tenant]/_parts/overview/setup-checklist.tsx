import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";

export type SetupStep = { done: boolean; title: string; text: string; href: string | undefined };

/** What is left to do until the first call is in the log. The next step is a link. */
export function SetupChecklist({ steps }: { steps: readonly SetupStep[] }) {
  const next = steps.findIndex(({ done }) => !done);
  return (
    <Card title="Set up" description={`${steps.filter(({ done }) => done).length} of ${steps.length} done`}>
      <ol className="grid gap-3 lg:grid-cols-4">
        {steps.map(({ done, title, text, href }, index) => (
          <li
            key={title}
            className={cx(
              "flex gap-2.5 rounded-md border p-3",
              index === next ? "border-accent-line bg-accent-soft" : "border-line",
            )}
          >
            {done ? (
              <Icon name="circle-check" size={18} label="Done" className="mt-px text-success" />
            ) : (
              <span
                aria-hidden="true"
                className="grid size-4.5 shrink-0 place-items-center rounded-full border border-control text-2xs text-fg-muted tabular-nums"
              >
                {index + 1}
              </span>
            )}
            <span className="min-w-0">
              <span className="block font-medium">
                {!done && href !== undefined ? (
                  <TextLink href={href} {...(index === next ? { tone: "accent" as const } : {})}>
                    {title}
                  </TextLink>
                ) : (
                  title
                )}
              </span>
              <span className="block text-fg-muted text-xs">{text}</span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
