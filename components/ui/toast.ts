export type ToastTone = "success" | "error" | "info";
export type Toast = {
  message: string;
  description?: string | undefined;
  tone?: ToastTone | undefined;
  /** Makes it as it was, where that can be done by one press. */
  undo?: (() => void) | undefined;
};

export const toastEvent = "app:toast";

/**
 * Says in passing that something was done. Only for what happens and is over: an error of a form belongs beside its
 * field, and what must be read belongs on the page.
 */
export function toast(message: string, options: Omit<Toast, "message"> = {}): void {
  window.dispatchEvent(new CustomEvent<Toast>(toastEvent, { detail: { message, ...options } }));
}
