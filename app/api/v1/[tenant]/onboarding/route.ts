import { onboarding } from "@/lib/console/api/onboarding";
import { route } from "@/lib/console/route";

export const GET = route(onboarding.listOnboarding);
