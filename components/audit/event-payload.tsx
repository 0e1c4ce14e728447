"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { JsonView } from "@/components/ui/json-view";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import type { AuditEvent } from "@/lib/audit/event";
import type { PayloadPartView, PayloadView } from "@/lib/audit/payload/payload-view";
import { paths } from "@/lib/kernel/paths";
import { usePayloadAccess } from "./payload-access";
import { PayloadErased } from "./payload-erased";

type State = { at: "closed" | "asking" } | { at: "open"; view: PayloadView } | { at: "failed"; why: string };

/**
 * What is stored of a call's arguments and result, shown when it is asked for, because looking is recorded. Without script the
 * button leads to the event's own page, which then comes with `view`. That page also knows whether it was erased, and has the
 * button that erases; elsewhere a link leads there.
 */
export function EventPayload({
  tenant,
  event,
  view,
  erased,
  erase,
}: {
  tenant: string;
  event: AuditEvent;
  view?: PayloadView | undefined;
  /** When it was erased, and the event that says so. */
  erased?: { at: string; recordedBy: string | undefined } | undefined;
  /** Erases it; null where there is nothing to erase, or not for this one to. */
  erase?: ReactNode;
}) {
  const { mayRead, mayErase } = usePayloadAccess();
  const [state, setState] = useState<State>(view === undefined ? { at: "closed" } : { at: "open", view });
  const hasArguments = event.arguments !== null && wasKept(event.arguments);
  const hasResult = event.result?.commitment !== undefined;
  if (!hasArguments && !hasResult) return null;
  const what = !hasResult ? "arguments" : hasArguments ? "arguments and result" : "result";
  // What was shown before it was erased is not shown any longer.
  if (erased) return <PayloadErased tenant={tenant} what={what} {...erased} />;
  if (!mayRead)
    return (
      <p className="text-fg-muted text-xs">
        The stored {what} can be seen by auditors and owners of this environment. Your role may not read them.
      </p>
    );
  const isGone = state.at === "open" && !isKept(state.view);
  const eraser =
    erase ??
    (erase === undefined && mayErase && !isGone && (
      <TextLink href={`${paths.event(tenant, event.id)}#payload`} prefetch={false} className="text-xs">
        Erase stored {what}…
      </TextLink>
    ));
  if (state.at === "open")
    return (
      <div className="grid justify-items-start gap-3">
        <Shown view={state.view} />
        {eraser}
      </div>
    );

  const show = async (submitted: FormEvent) => {
    submitted.preventDefault();
    setState({ at: "asking" });
    setState(await ask(tenant, event.id));
  };
  return (
    <div className="grid justify-items-start gap-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <form action={`${paths.event(tenant, event.id)}#payload`} onSubmit={show}>
          <input type="hidden" name="payload" value="show" />
          <Button type="submit" size="sm" icon="eye" pending={state.at === "asking"}>
            Show {what}
          </Button>
        </form>
        {eraser}
      </div>
      {state.at === "failed" ? (
        <Notice tone="danger" live>
          {state.why}
        </Notice>
      ) : (
        <p className="text-fg-muted text-xs">That you looked becomes an event of the log.</p>
      )}
    </div>
  );
}

/** Events of before did not say what they committed to. */
const wasKept = ({ commitment, dropped }: NonNullable<AuditEvent["arguments"]>): boolean =>
  commitment !== undefined || dropped === undefined;

const isKept = (view: PayloadView): boolean => view.arguments.state === "kept" || view.result.state === "kept";

async function ask(tenant: string, id: string): Promise<State> {
  try {
    const address = paths.api(tenant, `events/${encodeURIComponent(id)}/payload`);
    const response = await fetch(address, { headers: { accept: "application/json" } });
    // safe because the API answers this path with exactly this shape
    if (response.ok) return { at: "open", view: (await response.json()) as PayloadView };
    return {
      at: "failed",
      why:
        response.status === 403
          ? "Your role may not read stored arguments."
          : `They could not be read (${response.status}).`,
    };
  } catch {
    return { at: "failed", why: "They could not be read: the connection failed." };
  }
}

function Shown({ view }: { view: PayloadView }) {
  return (
    <div className="grid w-full min-w-0 gap-3">
      <Part name="Arguments" part={view.arguments} />
      <Part name="Result" part={view.result} />
    </div>
  );
}

function Part({ name, part }: { name: string; part: PayloadPartView }) {
  if (part.state === "none") return null;
  const absent = part.state !== "kept";
  const wrong = part.state === "changed" || part.state === "missing";
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-fg-muted text-xs">{name}</p>
      {absent ? (
        wrong ? (
          <Notice tone="danger">{part.why}</Notice>
        ) : (
          <p className="text-fg-muted">{part.why}</p>
        )
      ) : (
        <>
          <JsonView value={part.value} label={name.toLowerCase()} open={3} />
          <p className="text-fg-muted text-xs">
            {part.truncated > 0 && "Truncated: there was more than is stored. "}
            Kept until {part.expiresAt.slice(0, 16).replace("T", " ")} UTC.
          </p>
        </>
      )}
    </div>
  );
}
