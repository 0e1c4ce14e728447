// biome-ignore lint/style/noRestrictedImports: made for tests, and imported by tests only.
import { test } from "@playwright/test";

/**
 * How often a property is tried: `usual` times in `npm test`, with a seed that never changes; 40,000 times (or `deep`) in
 * `npm run test:deep`. For the body of a test.
 */
export function checks(usual: number, deep = 40_000): { numRuns: number; seed: number } {
  return { numRuns: test.info().config.metadata["deep"] === true ? deep : usual, seed: 20_261_122 };
}
