import { instances } from "@/lib/console/api/instances";
import { route } from "@/lib/console/route";

export const GET = route(instances.getInstance);
export const PATCH = route(instances.updateInstance);
export const DELETE = route(instances.disconnectInstance);
