"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { buttonStyle } from "@/components/ui/button-style";

/**
 * What could not be shown, under the id that its line in the log has, too. Every page carries this with it: no icons here, which would
 * come along a second time.
 */
export function PageFailed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  // The page is asked for anew; without that, the boundary would show the same failure again.
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <div role="alert" className="grid min-h-[70dvh] content-center justify-items-center gap-1 px-6 py-12 text-center">
      <h1 className="font-semibold text-base">This page could not be shown</h1>
      <p className="max-w-md text-balance text-fg-muted">
        Something went wrong on our side, and nothing was changed by looking. If it happens again, quote the id below.
      </p>
      {error.digest !== undefined && (
        <p className="text-fg-subtle text-xs">
          Request <code className="select-all font-mono">{error.digest}</code>
        </p>
      )}
      <button type="button" onClick={retry} className={`mt-3 ${buttonStyle({ variant: "secondary" })}`}>
        Try again
      </button>
    </div>
  );
}
