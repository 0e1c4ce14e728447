import "server-only";
import { ListOnboardingInput, listOnboarding } from "@/lib/oauth/onboarding/list-onboarding";
import { family } from "./operation";

const { get } = family("OAuth");

export const onboarding = {
  listOnboarding: get("onboarding", {
    summary: "List clients' attempts to connect",
    description: "What the connection doctor shows. At most 200 are kept.",
    may: "agents:read",
    query: ListOnboardingInput,
    answer: "The latest attempts, each with its steps, where it stopped and what to do.",
    run: (ctx, { query }) => listOnboarding(ctx, query),
  }),
};
