import { policies } from "@/lib/console/api/policies";
import { route } from "@/lib/console/route";

export const GET = route(policies.listPolicyTests);
export const POST = route(policies.createPolicyTest);
