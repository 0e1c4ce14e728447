"use client";

import { useEffect, useRef } from "react";
import { toast } from "@/components/ui/toast";
import type { ActionState } from "@/lib/console/action-state";

/**
 * Says in passing that an action worked, once for each time. Call what it gives when the form is sent: the sentence is
 * that of the moment of sending, because the page that comes back with the answer may already say the opposite.
 */
export function useDone(state: ActionState, done: string | undefined): () => void {
  const said = useRef(done);
  useEffect(() => {
    if (state?.ok === true && said.current !== undefined) toast(said.current);
  }, [state]);
  return () => {
    said.current = done;
  };
}
