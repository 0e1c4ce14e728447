import { expect, test } from "@playwright/test";
import { CreatePolicyInput } from "./create-policy";

const read = (more: object) => CreatePolicyInput.safeParse({ name: "P", effect: "deny", ...more });

test("a scope list that this release does not know is refused, because dropping it would widen the policy", () => {
  expect(read({ scope: { servers: ["linear"] } }).success).toBe(true);
  expect(read({ scope: { groups: ["contractors"] } }).success).toBe(false);
  expect(read({ scope: { server: ["linear"] } }).success).toBe(false);
});

test("an empty scope list is refused, because it could be read as anybody or as nobody", () => {
  const result = read({ scope: { humans: [] } });
  expect(result.error?.issues).toMatchObject([{ path: ["scope", "humans"] }]);
});

test("a misspelt field is refused, because the default that stood in for it could be the wider one", () => {
  expect(read({ stauts: "disabled" }).success).toBe(false);
});
