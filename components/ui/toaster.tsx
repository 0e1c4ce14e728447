"use client";

import { type ComponentType, useEffect, useState } from "react";
import { type Toast, toastEvent } from "./toast";

/** Where toasts appear. The library behind it is fetched with the first toast: a page that says nothing pays nothing. */
export function Toaster() {
  const [Stack, setStack] = useState<ComponentType | null>(null);

  useEffect(() => {
    const show = async (event: Event) => {
      // safe because only `toast()` dispatches this event, with this detail
      const { message, description, tone = "success", undo } = (event as CustomEvent<Toast>).detail;
      const { ToastStack, showToast } = await import("./toast-stack");
      setStack(() => ToastStack);
      // The stack listens from its first effect on; what is shown before that is lost.
      requestAnimationFrame(() =>
        requestAnimationFrame(() =>
          showToast[tone](message, { description, ...(undo && { action: { label: "Undo", onClick: undo } }) }),
        ),
      );
    };
    window.addEventListener(toastEvent, show);
    return () => window.removeEventListener(toastEvent, show);
  }, []);

  return Stack === null ? null : <Stack />;
}
