import { grants } from "@/lib/console/api/grants";
import { route } from "@/lib/console/route";

export const GET = route(grants.listGrants);
export const PUT = route(grants.putGrant);
export const DELETE = route(grants.deleteGrant);
