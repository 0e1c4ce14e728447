import { Badge } from "@/components/ui/badge";
import type { AttemptView } from "@/lib/oauth/onboarding/list-onboarding";
import { stepOrder, stepWords } from "./step-words";

type Diagnosis = AttemptView["diagnosis"];

/** How far an attempt came, in a word or two. */
export function AttemptState({ diagnosis: { state, step } }: { diagnosis: Diagnosis }) {
  switch (state) {
    case "connected":
      return (
        <Badge tone="success" icon="circle-check">
          Connected
        </Badge>
      );
    case "waiting":
      return (
        <Badge tone="info" icon="clock">
          Under way
        </Badge>
      );
    case "normal":
      return (
        <Badge tone="neutral" icon="info">
          Normal
        </Badge>
      );
    case "stopped":
      return (
        <Badge tone="denied" icon="circle-x">
          Stopped{step === null ? "" : ` at step ${stepOrder.indexOf(step) + 1}: ${stepWords[step].title}`}
        </Badge>
      );
  }
}
