/**
 * Where to go after sign-in: a path of this product, whatever was asked for. Anything that could lead to another host
 * (another scheme, `//host`, a backslash or a control character that browsers read as one) becomes the start page.
 */
export function toCallbackPath(wanted: unknown): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/") || wanted.length > 2000) return "/";
  const here = "http://here.invalid";
  if (!URL.canParse(wanted, here)) return "/";
  const url = new URL(wanted, here);
  const path = `${url.pathname}${url.search}${url.hash}`;
  return url.origin === here && !path.startsWith("//") ? path : "/";
}
