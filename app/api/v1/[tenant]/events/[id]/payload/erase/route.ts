import { payloads } from "@/lib/console/api/payloads";
import { route } from "@/lib/console/route";

export const POST = route(payloads.eraseEventPayload);
