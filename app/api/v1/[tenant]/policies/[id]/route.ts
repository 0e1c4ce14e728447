import { policies } from "@/lib/console/api/policies";
import { route } from "@/lib/console/route";

export const GET = route(policies.getPolicy);
export const PATCH = route(policies.updatePolicy);
export const DELETE = route(policies.deletePolicy);
