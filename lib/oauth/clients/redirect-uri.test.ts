import { expect, test } from "@playwright/test";
import { isAdmitted, isRegistered, judgeRedirectUri } from "./redirect-uri";

test("answers go to the web by https, to this machine itself, and to apps by their scheme", () => {
  const good = {
    "https://claude.ai/api/mcp/auth_callback": { kind: "web", place: "claude.ai" },
    "https://app.example:8443/cb?x=1": { kind: "web", place: "app.example:8443" },
    "http://localhost:3118/callback": { kind: "loopback", place: "localhost" },
    "http://127.0.0.1/": { kind: "loopback", place: "localhost" },
    "http://[::1]:9/cb": { kind: "loopback", place: "localhost" },
    "cursor://anysphere.cursor-mcp/oauth/callback": { kind: "app", place: "cursor:" },
    "com.example.app:/cb": { kind: "app", place: "com.example.app:" },
  } as const;
  for (const [uri, judged] of Object.entries(good)) expect(judgeRedirectUri(uri), uri).toEqual(judged);
});

test("what runs, reads, hides or leaves this machine unencrypted is refused", () => {
  const bad = [
    ...["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "blob:x"],
    ...["https://app.example/cb#part", "https://app.example/#", "http://app.example/cb", "http://10.0.0.1/cb"],
    ...["http://localhost.evil.example/cb", "http://127.0.0.1.evil.example/", "http://localhost:80@evil.example/cb"],
    ...["https://user@app.example/", "https:app.example/cb", "https:///cb", "//app.example/cb", "/cb", "cb", ""],
    ...["https://app.example/\\evil", " https://app.example/", "https://app.example/a b", "https://app.exämple/"],
    ...["java\nscript:alert(1)", "https://app.example/\u0000", `https://app.example/${"a".repeat(2000)}`],
  ];
  for (const uri of bad) expect(judgeRedirectUri(uri), uri).toHaveProperty("refused");
});

test("a redirect URI has to be registered to the byte; a loopback one may have another port, and nothing else", () => {
  const registered = ["http://localhost:3118/callback", "https://app.example/cb"];
  for (const uri of [...registered, "http://localhost:1/callback", "http://localhost/callback"])
    expect(isRegistered(registered, uri), uri).toBe(true);
  const others = [
    ...["http://127.0.0.1:3118/callback", "http://localhost:3118/callback/", "http://localhost:3118/callback?x=1"],
    ...["https://localhost:3118/callback", "http://localhost:3118/Callback", "http://localhost:3118/x/../callback2"],
    ...[
      "https://app.example:443/cb",
      "https://app.example/cb/",
      "https://app.example/cb?next=1",
      "https://APP.example/cb",
    ],
    ...[
      "https://app.example.evil.example/cb",
      "https://evil.example/?https://app.example/cb",
      "https://app.example/%63b",
    ],
  ];
  for (const uri of others) expect(isRegistered(registered, uri), uri).toBe(false);
});

test("a list of places admits hosts, all below one, this machine, and schemes; no list admits any", () => {
  expect(isAdmitted([], "evil.example")).toBe(true);
  const list = ["claude.ai", "*.acme.example", "localhost", "cursor:"];
  for (const place of ["claude.ai", "claude.ai:8443", "a.acme.example", "a.b.acme.example", "localhost", "cursor:"])
    expect(isAdmitted(list, place), place).toBe(true);
  for (const place of ["evil.example", "acme.example", "xacme.example", "claude.ai.evil.example", "zed:"])
    expect(isAdmitted(list, place), place).toBe(false);
});
