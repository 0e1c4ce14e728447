import type { BrowserContext } from "@playwright/test";

/**
 * What a page's policy refuses in this browser from now on, a line each. The list grows while the pages are used: every document
 * reports by itself, from its first byte on.
 */
export async function violationsOf(context: BrowserContext): Promise<string[]> {
  const violations: string[] = [];
  await context.exposeFunction("reportViolation", (line: string) => void violations.push(line));
  await context.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, documentURI, sample }) => {
      // safe because the binding above is there before any document
      const { reportViolation } = window as unknown as { reportViolation: (line: string) => void };
      reportViolation(`${effectiveDirective} refused ${blockedURI} on ${new URL(documentURI).pathname} ${sample}`);
    }),
  );
  return violations;
}
