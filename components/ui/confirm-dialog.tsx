import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Field } from "./field";
import { Input } from "./input";
import { SubmitButton } from "./submit-button";
import { toExactPattern } from "./to-exact-pattern";

/**
 * Asks before what cannot be undone. With `typed`, the word must be typed first: the browser's own validation holds
 * the form back, so it also works without script. The word arrives as the field `confirm`, for the action to check.
 */
export function ConfirmDialog({
  id,
  title,
  description,
  action,
  fields,
  confirmLabel,
  typed,
  tone = "danger",
  error,
  children,
}: {
  id: string;
  title: ReactNode;
  /** What will happen, and what will stay. */
  description: ReactNode;
  action: string | ((form: FormData) => void | Promise<void>);
  /** Hidden fields that go along. */
  fields?: Readonly<Record<string, string>> | undefined;
  /** Says the act: "Delete server", never "OK". */
  confirmLabel: string;
  typed?: string | undefined;
  tone?: "danger" | "primary" | undefined;
  error?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Dialog id={id} title={title} description={description} size="sm">
      {/* Cancel has a form of its own: React would run the action for every button that submits the other. */}
      <form id={`${id}-cancel`} method="dialog" hidden />
      <form {...(typeof action === "string" ? { action, method: "post" } : { action })} className="grid gap-4">
        {Object.entries(fields ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
        {typed !== undefined && (
          <Field
            id={`${id}-confirm`}
            required
            error={error}
            label={
              <>
                Type <code className="rounded-xs bg-sunken px-1 font-medium font-mono">{typed}</code> to confirm
              </>
            }
          >
            {(control) => (
              <Input
                name="confirm"
                mono
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                pattern={toExactPattern(typed)}
                title={`Type ${typed} exactly`}
                {...control}
              />
            )}
          </Field>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button type="submit" form={`${id}-cancel`}>
            Cancel
          </Button>
          <SubmitButton
            variant={tone === "danger" ? "danger" : "primary"}
            {...(typed === undefined ? {} : { className: "waits-for-valid" })}
          >
            {confirmLabel}
          </SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
