import { views } from "@/lib/console/api/views";
import { route } from "@/lib/console/route";

export const PATCH = route(views.updateView);
export const DELETE = route(views.deleteView);
