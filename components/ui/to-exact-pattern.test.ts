import { expect, test } from "@playwright/test";
import { toExactPattern } from "./to-exact-pattern";

// As a browser compiles an input's pattern: the whole value, with the v flag.
const matches = (pattern: string, value: string) => new RegExp(`^(?:${pattern})$`, "v").test(value);

for (const name of ["linear", "a.b*c", "(x|y)[z]", "a--b&&c", "Größe ⚙", "{}\\/^$+?~!#"])
  test(`only ${name} confirms ${name}`, () => {
    expect(matches(toExactPattern(name), name)).toBe(true);
    expect(matches(toExactPattern(name), `${name}x`)).toBe(false);
    expect(matches(toExactPattern(name), name.slice(1))).toBe(false);
  });
