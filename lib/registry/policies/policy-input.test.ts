import { expect, test } from "@playwright/test";
import { CreatePolicyInput } from "./create-policy";

const read = (more: object) => CreatePolicyInput.safeParse({ name: "P", effect: "deny", ...more });

test("a scope list that this release does not know is refused, because dropping it would widen the policy", () => {
  expect(read({ scope: { servers: ["linear"] } }).success).toBe(true);
  expect(read({ scope: { groups: ["contractors"], agentTags: ["ide"], serverTags: ["prod"] } }).success).toBe(true);
  expect(read({ scope: { group: ["contractors"] } }).success).toBe(false);
  expect(read({ scope: { server: ["linear"] } }).success).toBe(false);
});

test("an empty scope list is refused, because it could be read as anybody or as nobody", () => {
  const result = read({ scope: { humans: [] } });
  expect(result.error?.issues).toMatchObject([{ path: ["scope", "humans"] }]);
});

test("a misspelt field is refused, because the default that stood in for it could be the wider one", () => {
  expect(read({ stauts: "disabled" }).success).toBe(false);
});

test("a tag or a group is a word: trimmed, composed one way, and without what no word has", () => {
  expect(read({ scope: { groups: ["  Straße 7 ", "ops:eu/west_1.a-b"] } }).data?.scope?.groups).toEqual([
    "Straße 7",
    "ops:eu/west_1.a-b",
  ]);
  expect(read({ scope: { groups: ["Cafe\u0301"] } }).data?.scope?.groups).toEqual(["Caf\u00e9"]);
  for (const word of ["", " ", "a,b", "a\nb", "*", "x".repeat(61), "a\u0000"])
    expect(read({ scope: { serverTags: [word] } }).error?.issues, word).toMatchObject([
      { path: ["scope", "serverTags", 0] },
    ]);
});

test("a condition is a text, a tree or nothing", () => {
  for (const when of ["args.a == 1", { arg: "a", op: "exists" }, null, ""]) expect(read({ when }).success).toBe(true);
  for (const when of [1, true, [], [{ arg: "a", op: "exists" }]])
    expect(read({ when }).error?.issues).toMatchObject([{ path: ["when"], message: expect.stringContaining("tree") }]);
});
