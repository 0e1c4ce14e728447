import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";

test("the description of the API's answers is that of the types that the calls give", async () => {
  const root = new URL("../..", import.meta.url);
  const env = { ...process.env, NODE_OPTIONS: "" };
  const check = promisify(execFile)(process.execPath, ["scripts/describe-answers.mjs", "--check"], { cwd: root, env });
  expect(
    await check.then(
      () => "",
      ({ stderr }: { stderr: string }) => stderr,
    ),
  ).toBe("");
});
