"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "@/components/ui/button";
import { FailedState } from "@/components/ui/failed-state";

/** What could not be shown, under the id that its line in the log has, too. */
export function PageFailed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  // The page is asked for anew; without that, the boundary would show the same failure again.
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <div className="grid min-h-[70dvh] content-center">
      <h1 className="sr-only">Failed</h1>
      <FailedState
        title="This page could not be shown"
        requestId={error.digest}
        actions={<Button onClick={retry}>Try again</Button>}
      >
        Something went wrong on our side, and nothing was changed by looking. If it happens again, quote the id below.
      </FailedState>
    </div>
  );
}
