import { endConnect } from "@/lib/console/connect-callback";

export const dynamic = "force-dynamic";

export { endConnect as GET };
