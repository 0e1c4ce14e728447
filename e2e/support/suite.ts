import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { suiteNode } from "../outside/suites/node.mjs";

/**
 * Runs a suite that other people wrote to its end, and gives its exit code and all it printed. Where it prints a URL of an
 * authorization endpoint, `authorize` answers where the browser goes from there, and it is sent there.
 */
export async function runSuite(
  args: string[],
  authorize?: (url: string) => Promise<URL>,
): Promise<{ code: number | null; lines: string[] }> {
  const child = spawn(suiteNode(), args, {
    cwd: "e2e/outside/suites",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DO_NOT_TRACK: "1", NO_COLOR: "1" },
  });
  const lines: string[] = [];
  const browsed: Promise<unknown>[] = [];
  const read = (line: string) => {
    lines.push(line);
    if (authorize && /^https?:\/\/\S+\/authorize\?/.test(line))
      browsed.push(authorize(line).then((back) => fetch(back)));
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", read);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    await Promise.all(browsed);
    return { code, lines };
  } finally {
    child.kill();
  }
}
