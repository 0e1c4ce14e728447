/**
 * lib/policy as the product runs it: bundled, types gone. Not through tsx, which keeps the names of functions by a call for
 * every closure that is made, and would measure that.
 */
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../../scripts/install.mjs";

const exported = {
  "arguments.ts": ["checkArguments"],
  "buckets.ts": ["classify", "toBuckets"],
  "check/check-policy.ts": ["checkPolicy"],
  "condition/read-condition.ts": ["readCondition"],
  "decide.ts": ["decide", "sceneOf"],
  "examples/classify-with-examples.ts": ["classifyWithExamples"],
  "explain.ts": ["explain"],
  "gates.ts": ["passGates"],
  "policy-set.ts": ["toPolicySet"],
  "question.ts": ["callerOf", "targetOf"],
  "rule.ts": ["applies", "coversCall", "outcomeOf"],
  "text/parse.ts": ["parseCondition"],
};

/** @param {string} folder for the bundle */
export async function loadPolicy(folder) {
  // esbuild is tsx's: a dependency of the tests and not of the product.
  const { build } = createRequire(createRequire(import.meta.url).resolve("tsx"))("esbuild");
  const outfile = path.join(folder, "policy.mjs");
  const lines = Object.entries(exported).map(
    ([file, names]) => `export { ${names.join(", ")} } from "./lib/policy/${file}";`,
  );
  await build({
    stdin: { contents: lines.join("\n"), resolveDir: ROOT, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}
