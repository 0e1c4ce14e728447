import { payloads } from "@/lib/console/api/payloads";
import { route } from "@/lib/console/route";

export const GET = route(payloads.listPayloadRules);
export const PUT = route(payloads.putPayloadRule);
export const DELETE = route(payloads.deletePayloadRule);
