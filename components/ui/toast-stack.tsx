"use client";

import { Toaster, toast } from "sonner";

export const showToast = toast;

export function ToastStack() {
  return (
    <Toaster
      position="bottom-right"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-2.5 rounded-md bg-raised px-3.5 py-2.5 font-sans text-fg text-sm shadow-float",
          title: "font-medium",
          description: "text-fg-muted",
          icon: "mt-0.5 shrink-0",
          actionButton:
            "ms-auto shrink-0 rounded-xs px-1.5 font-medium underline decoration-line-strong underline-offset-3 hover:decoration-current",
          success: "[&_[data-icon]]:text-success",
          error: "[&_[data-icon]]:text-denied",
          info: "[&_[data-icon]]:text-info",
        },
      }}
    />
  );
}
