"use client";

import {
  type ChangeEvent,
  type FormEvent,
  type ReactNode,
  startTransition,
  useActionState,
  useEffect,
  useRef,
} from "react";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import type { BoundAction } from "./action-form";
import { useDone } from "./use-done";

/** What a form would send had nobody touched it. */
function asItWas(form: HTMLFormElement): FormData {
  const data = new FormData();
  for (const element of form.elements) {
    if (element instanceof HTMLSelectElement)
      data.append(element.name, [...element.options].find(({ defaultSelected }) => defaultSelected)?.value ?? "");
    else if (!(element instanceof HTMLInputElement)) continue;
    else if (element.type !== "checkbox") data.append(element.name, element.defaultValue);
    else if (element.defaultChecked) data.append(element.name, element.value);
  }
  return data;
}

/**
 * A form of one control in a row of a table: it is sent when the control changes, and by a button where there is no
 * script. What was refused is said under it; what was done can be taken back, with `canUndo`.
 */
export function QuickForm<T>({
  action,
  fields,
  done,
  canUndo = false,
  children,
}: {
  action: BoundAction<T>;
  /** Hidden fields that say what the control is about. */
  fields: Readonly<Record<string, string>>;
  done?: string | undefined;
  /** Whether whoever changes it may change it back. */
  canUndo?: boolean | undefined;
  children: ReactNode;
}) {
  const [state, submit, pending] = useActionState(action, undefined);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Refused: the control goes back to what is in force.
    if (state?.ok === false) form.current?.reset();
  }, [state]);
  const sending = useDone(state, done);

  const send = (element: HTMLFormElement) => {
    const [data, before] = [new FormData(element), asItWas(element)];
    const undo = () => {
      sending({ done: "Changed back." });
      startTransition(() => submit(before));
    };
    sending(canUndo ? { undo } : {});
    startTransition(() => submit(data));
  };
  const changed = (event: ChangeEvent<HTMLFormElement>) => send(event.currentTarget);
  const sent = (event: FormEvent<HTMLFormElement>) => {
    // React would empty the form, and with it what was chosen.
    event.preventDefault();
    send(event.currentTarget);
  };
  return (
    <form
      ref={form}
      action={submit}
      onChange={changed}
      onSubmit={sent}
      aria-busy={pending || undefined}
      className="min-w-0"
    >
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <span className="inline-flex max-w-full items-center gap-1.5">
        {children}
        <noscript>
          <SubmitButton size="sm" variant="secondary">
            Set
          </SubmitButton>
        </noscript>
        {pending && <Icon name="loader" size={14} label="Saving" className="animate-spin text-fg-subtle" />}
      </span>
      {state?.ok === false && (
        <p role="alert" className="pt-1 text-denied text-xs">
          {state.message}
        </p>
      )}
    </form>
  );
}
