import "server-only";
import { forbidden } from "@/lib/kernel/errors";
import { isSameOrigin } from "./internal/same-origin";

/**
 * For the forms with which somebody gives rights away: the browser says that a page of ours sent it. Next compares the origin, too, but
 * lets a form pass whose origin is hidden. Throws `forbidden`.
 */
export function requireOwnForm(headers: Headers): void {
  if (!isSameOrigin(headers)) throw forbidden("This form was not sent by a page of Countersign.");
}
