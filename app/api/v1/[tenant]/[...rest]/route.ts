import { toHttp } from "@/lib/console/to-http";
import { notFound } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";

/** A call that the API does not have is answered as every other refused one, in JSON. */
const unknown = () => toHttp(notFound("This call"), newId("request"));

export { unknown as DELETE, unknown as GET, unknown as PATCH, unknown as POST, unknown as PUT };
