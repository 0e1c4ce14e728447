// One OAuth flow of MCPJam's conformance test. Its configuration is the argument, as JSON; the URL that a browser has to open and
// then the result are printed, a line each.
import { OAuthConformanceTest } from "@mcpjam/sdk";

const openUrl = async (url) => console.log(url);
const test = new OAuthConformanceTest({
  ...JSON.parse(process.argv[2] ?? "{}"),
  auth: { mode: "interactive", openUrl },
});
const { passed, summary, steps } = await test.run();
console.log(
  JSON.stringify({
    passed,
    summary,
    steps: steps.map(({ step, status, error }) => ({ step, status, error: error?.message })),
  }),
);
process.exit(passed ? 0 : 1);
