import "server-only";
import { notFound } from "@/lib/kernel/errors";
import { clientOf } from "./client";
import { toHttp } from "./to-http";

/** A call that the API does not have is answered as every other refused one: in JSON, under a request id. */
export function unknownCall(request: Request): Response {
  const { requestId } = clientOf(request.headers);
  const answer = toHttp(notFound("This call"), requestId);
  answer.headers.set("x-request-id", requestId);
  answer.headers.set("cache-control", "no-store");
  return answer;
}
