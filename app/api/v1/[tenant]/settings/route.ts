import { settings } from "@/lib/console/api/settings";
import { route } from "@/lib/console/route";

export const GET = route(settings.getSettings);
export const PATCH = route(settings.updateSettings);
