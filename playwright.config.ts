import { defineConfig } from "@playwright/test";

/**
 * One runner for everything that is tested. `npm test` starts what the tests need and tells them by environment:
 * BASE_URL, DATABASE_URL, COUNTERSIGN_SECRET, CHROMIUM_PATH, TEST_RESULTS (a folder of this run's own), TEST_DEEP.
 */
const results = process.env["TEST_RESULTS"] ?? "test-results/by-hand";
const chromium = process.env["CHROMIUM_PATH"];

export default defineConfig({
  testDir: ".",
  outputDir: `${results}/artifacts`,
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env["CI"] !== undefined,
  // A test that passes at the second try is a test that fails: it says nothing about the product.
  retries: 0,
  timeout: process.env["TEST_DEEP"] === undefined ? 60_000 : 3_600_000,
  reporter: [["list"], ["json", { outputFile: `${results}/report.json` }]],
  /** `npm run test:deep` tries properties much more often, which takes longer. */
  metadata: { deep: process.env["TEST_DEEP"] !== undefined },
  use: {
    ...(process.env["BASE_URL"] ? { baseURL: process.env["BASE_URL"] } : {}),
    // What hangs says where, before the test's own time is over.
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    // A trace makes the console's tests half as slow again: ask for one with TRACE=1 where something failed.
    trace: process.env["TRACE"] ? "on" : "off",
  },
  projects: [
    // Files on their own, each test beside what it tests. They may use the database, never the server.
    {
      name: "unit",
      testMatch: ["lib/**/*.test.ts", "components/**/*.test.ts", "scripts/**/*.test.ts", "prisma/**/*.test.ts"],
    },
    // The house itself: migrations, import arrows.
    { name: "house", testMatch: "e2e/house/**/*.spec.ts", timeout: 180_000 },
    // The product by its doors: MCP, OAuth, HTTP API, command line.
    {
      name: "doors",
      testMatch: ["gateway", "api", "audit", "cli", "oauth", "connections"].map(
        (folder) => `e2e/${folder}/**/*.spec.ts`,
      ),
    },
    {
      name: "console",
      testMatch: "e2e/console/**/*.spec.ts",
      // Two browsers paint by software beside the server: on a busy machine a page takes seconds.
      timeout: 180_000,
      use: {
        browserName: "chromium",
        launchOptions: {
          ...(chromium ? { executablePath: chromium } : {}),
          args: [
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // Chromium has no sandbox for root.
            ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
          ],
        },
      },
    },
    // Whole processes: what `npm start` refuses, and that nothing is left behind.
    { name: "start", testMatch: "e2e/start/**/*.spec.ts", timeout: 180_000 },
  ],
});
