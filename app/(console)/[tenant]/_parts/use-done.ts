"use client";

import { useEffect, useRef } from "react";
import { toast } from "@/components/ui/toast";
import type { ActionState } from "@/lib/console/action-state";

type Said = { done: string | undefined; undo?: () => void };

/**
 * Says in passing that an action worked, once for each time. Call what it gives when the form is sent: the sentence is
 * that of the moment of sending, because the page that comes back with the answer may already say the opposite. What it
 * is given then may be another sentence, and a way to take it back.
 */
export function useDone(state: ActionState, done: string | undefined): (other?: Partial<Said>) => void {
  const said = useRef<Said>({ done });
  useEffect(() => {
    const { done: sentence, undo } = said.current;
    if (state?.ok === true && sentence !== undefined) toast(sentence, undo ? { undo } : {});
  }, [state]);
  return (other) => {
    said.current = { done, ...other };
  };
}
