import { keys } from "@/lib/console/api/keys";
import { route } from "@/lib/console/route";

export const GET = route(keys.listKeys);
export const POST = route(keys.createKey);
