import { views } from "@/lib/console/api/views";
import { route } from "@/lib/console/route";

export const GET = route(views.listViews);
export const POST = route(views.createView);
