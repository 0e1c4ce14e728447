"use client";

import {
  createContext,
  type FormEvent,
  type ReactNode,
  startTransition,
  useActionState,
  useContext,
  useEffect,
  useRef,
} from "react";
import { Notice } from "@/components/ui/notice";
import type { ActionState } from "@/lib/console/action-state";
import { useDone } from "./use-done";

/** A server action, bound to the tenant of its page. */
export type BoundAction<T> = (state: ActionState<T>, form: FormData) => Promise<ActionState<T>>;

type Refused = { fields: Record<string, string>; values: Record<string, string> };

const nothingRefused: Refused = { fields: {}, values: {} };
const RefusedContext = createContext<Refused>(nothingRefused);

/** Tells the fields inside what their form was told. */
export function TellFields({ state, children }: { state: ActionState; children: ReactNode }) {
  return <RefusedContext value={state?.ok === false ? state : nothingRefused}>{children}</RefusedContext>;
}

/** What the form around it was told: sentences by field, and what was typed. */
export const useRefused = (): Refused => useContext(RefusedContext);

type FormProps = {
  /** Said in passing when it worked. */
  done?: string | undefined;
  className?: string | undefined;
  /** For controls elsewhere on the page that belong to it. */
  id?: string | undefined;
  /** Names the form, where a page has several. */
  label?: string | undefined;
  children: ReactNode;
};

/**
 * A form around one server action. It is a plain form before any script has arrived; with script the page stays as it is
 * while the answer is on its way, and what was typed stays in the fields when it is refused.
 */
export function ActionForm<T>({ action, ...rest }: FormProps & { action: BoundAction<T> }) {
  const [state, submit] = useActionState(action, undefined);
  return <StatefulForm state={state} submit={submit} {...rest} />;
}

/** The same for whoever holds the state: a form that makes way for its result. */
export function StatefulForm<T>({
  state,
  submit,
  done,
  className,
  id,
  label,
  children,
}: FormProps & { state: ActionState<T>; submit: (form: FormData) => void }) {
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (state?.ok === false) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [state]);
  const sending = useDone(state, done);

  const send = (event: FormEvent<HTMLFormElement>) => {
    // React empties a form that it submits itself, also when the answer is a refusal.
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent; // safe because this is what a form's submit event is
    const data = new FormData(event.currentTarget, submitter);
    sending();
    startTransition(() => submit(data));
  };

  const refused = state?.ok === false ? state : undefined;
  return (
    <form
      ref={form}
      action={submit}
      onSubmit={send}
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { "aria-label": label })}
      className={className ?? "grid gap-4"}
    >
      {refused !== undefined && (
        <Notice tone="danger" live className="col-span-full">
          {refused.message}
        </Notice>
      )}
      <TellFields state={state}>{children}</TellFields>
    </form>
  );
}
