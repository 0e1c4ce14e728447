import { expect, test } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { toPageShape } from "./page-shape";

test("pages of another frame have no skeleton of the console's", () => {
  for (const path of [paths.overview("acme2"), paths.me(), paths.docs(), "/"])
    expect(toPageShape(path, "acme")).toBeUndefined();
});

test("a page is recognised by its path, whatever its things are called", () => {
  const bodyOf = (path: string) => toPageShape(path, "acme")?.body;
  expect(bodyOf(paths.overview("acme"))).toBe("overview");
  expect(bodyOf(paths.audit("acme"))).toBe("feed");
  expect(bodyOf(paths.event("acme", "evt_1"))).toBe("cards");
  expect(bodyOf(paths.agents("acme"))).toBe("list");
  expect(bodyOf(paths.human("acme", "human|a/b"))).toBe("cards");
  expect(bodyOf(`${paths.human("acme", "human|alice")}/audit`)).toBe("feed");
  expect(bodyOf(`${paths.instance("acme", "cursor", "ins_1")}/audit`)).toBe("feed");
  expect(bodyOf(paths.tools("acme", "linear"))).toBe("list");
  expect(toPageShape(paths.tool("acme", "linear", "audit"), "acme")).toEqual({
    body: "cards",
    crumbs: true,
    tabs: true,
    bare: false,
  });
});

test("pages of one's own have shapes of their own, and no tenant's page is among them", () => {
  expect(toPageShape(paths.me(), "me")?.body).toBe("cards");
  expect(toPageShape(paths.mySessions(), "me")?.body).toBe("list");
  expect(toPageShape(paths.myEvents("acme"), "me")?.body).toBe("feed");
  expect(toPageShape(paths.myEvent("acme", "evt_1"), "me")).toMatchObject({ body: "cards", crumbs: true });
  expect(toPageShape(paths.overview("acme"), "me")).toBeUndefined();
});
