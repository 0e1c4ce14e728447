import { type APIRequestContext, type APIResponse, expect, request } from "@playwright/test";
import { at, baseUrl, type Json, textAt, toAnswer } from "./world";

/** A browser as far as HTTP sees it: cookies, the headers that browsers send by themselves, forms without JavaScript. */
export type Browser = { context: APIRequestContext; origin: string };

/** A fresh one. Redirects are not followed, because where they lead is what is tested. */
export async function openBrowser(origin = new URL(baseUrl).origin): Promise<Browser> {
  return { context: await request.newContext({ baseURL: origin, maxRedirects: 0 }), origin };
}

/** Signs in as scripts do: next-auth's CSRF token, then its callback. */
export async function signInByHttp(
  { context, origin }: Browser,
  { email, password, callbackUrl = "/" }: { email: string; password: string; callbackUrl?: string },
): Promise<APIResponse> {
  const csrfToken = textAt((await toAnswer(await context.get("/api/auth/csrf"))).body, "csrfToken");
  return context.post("/api/auth/callback/credentials", {
    headers: { origin },
    form: { csrfToken, email, password, callbackUrl },
  });
}

/** Who next-auth says is signed in; undefined for nobody. */
export async function whoIs({ context }: Browser): Promise<unknown> {
  return at((await toAnswer(await context.get("/api/auth/session"))).body, "user.email");
}

/** Fills in the only form of a page and submits it as a browser without JavaScript does, with `more` headers. */
export async function submitForm(
  { context, origin }: Browser,
  path: string,
  fields: Record<string, string>,
  more: Record<string, string> = {},
) {
  const page = await (await context.get(path)).text();
  const form = /<form[^>]*>.*?<\/form>/s.exec(page)?.[0] ?? "";
  expect(form, `a form on ${path}`).not.toBe("");
  const hidden = [...form.matchAll(/<input type="hidden"([^>]*)\/?>/g)].map(([, attributes = ""]) => [
    /name="([^"]*)"/.exec(attributes)?.[1] ?? "",
    unescapeHtml(/value="([^"]*)"/.exec(attributes)?.[1] ?? ""),
  ]);
  return context.post(path, { headers: { origin, ...more }, multipart: { ...Object.fromEntries(hidden), ...fields } });
}

const unescapeHtml = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** What a page says, without its markup. */
export const toText = (html: string): string =>
  unescapeHtml(
    html
      .replace(/<script.*?<\/script>/gs, "")
      .replace(/<!--.*?-->/gs, "")
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " "),
  );

/** The Set-Cookie header of one cookie of an answer. */
export function setCookie(answer: APIResponse, name: string): string | undefined {
  return answer
    .headersArray()
    .find((header) => header.name.toLowerCase() === "set-cookie" && header.value.startsWith(`${name}=`))?.value;
}

/** An error's code and message of a refused call, for comparing. */
export const refusalOf = (body: Json): unknown => at(body, "error.code");
