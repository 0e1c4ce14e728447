import { policies } from "@/lib/console/api/policies";
import { route } from "@/lib/console/route";

export const POST = route(policies.restorePolicyVersion);
