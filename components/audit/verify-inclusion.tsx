"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { checkInclusion, type Inclusion, type InclusionResult } from "./check-inclusion";

const sentences: Record<InclusionResult | "failed", string> = {
  included: "Verified in this browser: the event is in the log, exactly as it was sealed.",
  "other-content": "Not valid: the content does not hash to its leaf.",
  "other-tree": "Not valid: the path does not lead to the checkpoint’s root.",
  failed: "This browser could not verify it: hashing needs a secure (https) page.",
};

/** Checks the proof with the browser's own SHA-256, asking nobody. */
export function VerifyInclusion({ proof }: { proof: Inclusion }) {
  const [state, setState] = useState<"idle" | "checking" | InclusionResult | "failed">("idle");
  const check = async () => {
    setState("checking");
    setState(await checkInclusion(proof).catch(() => "failed" as const));
  };
  const isOver = state !== "idle" && state !== "checking";
  return (
    <>
      <Button size="sm" pending={state === "checking"} onClick={check}>
        Verify in this browser
      </Button>
      <p role="status" className={state === "included" ? "text-success" : "text-denied"}>
        {isOver && sentences[state]}
      </p>
    </>
  );
}
