import "server-only";
import type { OAuthReply } from "../exchange";

/**
 * What a person sees when an authorization cannot begin and there is nobody to send the answer to (RFC 6749 §4.1.2.1: no
 * redirect before the redirect URI is trusted). Plain HTML: nothing of it runs, nothing frames it.
 */
export const refusalPage = (
  status: number,
  { text, advice, requestId }: { text: string; advice: string; requestId: string },
): OAuthReply => ({
  status,
  headers: {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "x-request-id": requestId,
  },
  body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not connected · Countersign</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
main { max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem }
h1 { font-size: 1.25rem; margin: 0 0 .75rem }
p { margin: 0 0 .75rem; overflow-wrap: anywhere }
small { opacity: .65 }
</style>
</head>
<body>
<main>
<h1>This agent cannot be connected</h1>
<p>${toText(text)}</p>
<p>${toText(advice)}</p>
<p><small>Request ${toText(requestId)}</small></p>
</main>
</body>
</html>
`,
});

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const toText = (text: string): string => text.replace(/[&<>"']/g, (one) => entities[one] ?? "");
