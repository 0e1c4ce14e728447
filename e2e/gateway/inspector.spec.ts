import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { expect, type Scene, sharingTest, test } from "../support/scene";

const program = createRequire(import.meta.url).resolve("@modelcontextprotocol/inspector-cli/build/index.js");

/** Runs the Inspector's command line, a client that is not ours, and gives what it prints. */
async function inspect({ world }: Scene, token: string, ...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, world.mcpUrl("fixture"), "--transport", "http", "--header", `Authorization: Bearer ${token}`, ...args],
    // It looks for its own name beside the folder that it is started in.
    { cwd: path.dirname(program) },
  );
  return JSON.parse(stdout);
}

test("the Inspector's command line lists and calls tools, and its call is in the log", async ({ scene }) => {
  const { token } = scene.instance;
  const listed = await inspect(scene, token, "--method", "tools/list");
  expect(listed).toMatchObject({ tools: expect.arrayContaining([expect.objectContaining({ name: "echo" })]) });

  const called = await inspect(
    scene,
    token,
    "--method",
    "tools/call",
    "--tool-name",
    "echo",
    "--tool-arg",
    "text=hello",
  );
  expect(called).toMatchObject({ content: [{ type: "text", text: "hello" }] });
  const event = await scene.world.event({ type: "gateway.tool.executed", tool: "echo" });
  expect(event).toMatchObject({ outcome: "success", server: "fixture", human: { key: scene.human } });
});

sharingTest("the Inspector's command line lists prompts and resources, and reads them", async ({ scene }) => {
  const { token } = scene.instance;
  const ask = (...args: string[]) => inspect(scene, token, "--method", ...args);
  expect(await ask("prompts/list")).toMatchObject({ prompts: [{ name: "greet" }] });
  expect(await ask("resources/list")).toMatchObject({
    resources: [{ uri: "notes://today" }, { uri: "notes://secret/plan" }],
  });
  expect(await ask("prompts/get", "--prompt-name", "greet", "--prompt-args", "whom=Bob")).toMatchObject({
    messages: [{ content: { text: "Greet Bob." } }],
  });
  expect(await ask("resources/read", "--uri", "notes://today")).toMatchObject({
    contents: [{ text: "Water the plants." }],
  });
});

test("the Inspector's command line is turned away with a token that is not valid", async ({ scene }) => {
  await expect(inspect(scene, `cst_${"x".repeat(43)}`, "--method", "tools/list")).rejects.toThrow(
    /invalid_token|401|token/i,
  );
});
