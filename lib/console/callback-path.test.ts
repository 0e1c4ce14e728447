import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { toCallbackPath } from "./callback-path";

test("a path of ours is kept, query and fragment included", () => {
  for (const path of ["/", "/me", "/acme/audit?type=a&type=b#evt_1", "/acme/humans/human%7Calice"])
    expect(toCallbackPath(path)).toBe(path);
});

test("whatever is asked for, a browser that follows it stays on this host", () => {
  const trick = fc.array(
    fc.constantFrom("/", "\\", "//", "\t", "\n", "@", ":", "..", "evil.example", "https:", "%2f", "?", "#"),
    {
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        trick.map((parts) => parts.join("")),
        fc.string(),
        fc.webUrl(),
      ),
      (wanted) => {
        const path = toCallbackPath(wanted);
        expect(new URL(path, "https://here.example/sign-in").origin).toBe("https://here.example");
        expect(path.startsWith("/") && !path.startsWith("//")).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test("anything that is no text leads to the start page", () => {
  for (const wanted of [undefined, null, 1, ["/a", "/b"], {}, `/${"x".repeat(3000)}`])
    expect(toCallbackPath(wanted)).toBe("/");
});
