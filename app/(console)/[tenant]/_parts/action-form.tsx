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
import { toast } from "@/components/ui/toast";
import type { ActionState } from "@/lib/console/action-state";

/** A server action, bound to the tenant of its page. */
export type BoundAction<T = unknown> = (state: ActionState<T>, form: FormData) => Promise<ActionState<T>>;

type Refused = { fields: Record<string, string>; values: Record<string, string> };

const nothingRefused: Refused = { fields: {}, values: {} };
const RefusedContext = createContext<Refused>(nothingRefused);

/** What the form around it was told: sentences by field, and what was typed. */
export const useRefused = (): Refused => useContext(RefusedContext);

/**
 * A form around one server action. It is a plain form before any script has arrived; with script the page stays as it is
 * while the answer is on its way, and what was typed stays in the fields when it is refused.
 */
export function ActionForm<T>({
  action,
  done,
  clears = false,
  className,
  label,
  children,
  result,
}: {
  action: BoundAction<T>;
  /** Said in passing when it worked. */
  done?: string | undefined;
  /** Empties the fields when it worked: for adding one after another. */
  clears?: boolean | undefined;
  className?: string | undefined;
  label?: string | undefined;
  children: ReactNode;
  /** Shown above the fields when it worked. Of a client component only, because it is a function. */
  result?: ((result: T) => ReactNode) | undefined;
}) {
  const [state, submit] = useActionState(action, undefined);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (state?.ok === false) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    if (state?.ok !== true) return;
    if (clears) form.current?.reset();
    if (done !== undefined) toast(done);
  }, [state, done, clears]);

  const send = (event: FormEvent<HTMLFormElement>) => {
    // React empties a form that it submits itself, also when the answer is a refusal.
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent; // safe because this is what a form's submit event is
    const data = new FormData(event.currentTarget, submitter);
    startTransition(() => submit(data));
  };

  const refused = state?.ok === false ? state : undefined;
  return (
    <form
      ref={form}
      action={submit}
      onSubmit={send}
      {...(label === undefined ? {} : { "aria-label": label })}
      className={className ?? "grid gap-4"}
    >
      {refused !== undefined && (
        <Notice tone="danger" live className="col-span-full">
          {refused.message}
        </Notice>
      )}
      {state?.ok === true && result?.(state.result)}
      <RefusedContext value={refused ?? nothingRefused}>{children}</RefusedContext>
    </form>
  );
}
