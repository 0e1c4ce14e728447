import { expect, test } from "@playwright/test";
import { absolute, publicUrl } from "@/lib/kernel/env";
import { issuerOf, readResource, resourceUrl } from "./resource";

test("a resource URL and its audience are two forms of one thing", () => {
  for (const audience of [null, "linear", "my-server", "a b"])
    expect(readResource("acme", resourceUrl("acme", audience))).toEqual({ audience });
  expect(issuerOf("acme")).toBe(absolute("/oauth/acme"));
});

test("the case of the host and one trailing slash are forgiven; anything else is another resource", () => {
  const url = resourceUrl("acme", "linear");
  const upper = url.replace("http://localhost", "HTTP://LOCALHOST");
  for (const same of [url, `${url}/`, upper]) expect(readResource("acme", same), same).toEqual({ audience: "linear" });
  const others = [
    ...[`${url}//`, `${url}/tools`, `${url}?a=1`, `${url}#a`, `${url}/%zz`, "", "linear", "/mcp/acme/linear"],
    ...[publicUrl(), `${publicUrl()}/mcp`, `${publicUrl()}/mcp/other/linear`, `${publicUrl()}/mcp/acme-2`],
    ...[
      "https://evil.example/mcp/acme/linear",
      url.replace("http://", "http://user@"),
      `${absolute("/mcp/acme")}/../other`,
    ],
  ];
  for (const other of others) expect(readResource("acme", other), other).toBeUndefined();
});
