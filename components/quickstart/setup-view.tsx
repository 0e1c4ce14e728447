import { buttonStyle } from "@/components/ui/button-style";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import type { Setup } from "./setups";

/** How one client is connected, step by step. */
export function SetupView({ setup: { title, link, steps, sees, note } }: { setup: Setup }) {
  return (
    <Card
      title={title}
      actions={
        link !== undefined && (
          // Not a page of ours: the browser hands it to the client.
          <a href={link.href} className={buttonStyle({ variant: "primary" })}>
            <Icon name="external" size={16} />
            {link.label}
          </a>
        )
      }
    >
      <div className="grid gap-4">
        {note !== undefined && <Notice tone="info">{note}</Notice>}
        <ol className="grid gap-4">
          {steps.map(({ text, block }, index) => (
            <li key={text} className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-2.5 gap-y-2">
              <span
                aria-hidden="true"
                className="grid size-5.5 place-items-center rounded-full border border-control text-2xs text-fg-muted tabular-nums"
              >
                {index + 1}
              </span>
              <span className="min-w-0 pt-px">{text}</span>
              {block !== undefined && (
                <CodeBlock code={block.code} label={block.label} className="col-start-2" maxHeight={false} />
              )}
            </li>
          ))}
        </ol>
        <div className="border-line border-t pt-3">
          <h3 className="pb-0.5 font-medium">What you will see</h3>
          <p className="text-fg-muted">{sees}</p>
        </div>
      </div>
    </Card>
  );
}
