import { policies } from "@/lib/console/api/policies";
import { route } from "@/lib/console/route";

export const PATCH = route(policies.updatePolicyTest);
export const DELETE = route(policies.deletePolicyTest);
