import { expect, test } from "@playwright/test";
import { ImportServerInput } from "@/lib/connections/import-server";
import { knownServers } from "./known-servers";

test("every known server can be imported as it stands, and each key and address is there once", () => {
  for (const { key, name, url, description, docs } of knownServers) {
    expect(ImportServerInput.safeParse({ key, name, url, description }).error, key).toBeUndefined();
    expect(new URL(url).protocol, key).toBe("https:");
    expect(new URL(docs).protocol, key).toBe("https:");
  }
  expect(new Set(knownServers.map(({ key }) => key)).size).toBe(knownServers.length);
  expect(new Set(knownServers.map(({ url }) => url)).size).toBe(knownServers.length);
  expect(knownServers.map(({ name }) => name)).toEqual(
    knownServers.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, "en")),
  );
});
