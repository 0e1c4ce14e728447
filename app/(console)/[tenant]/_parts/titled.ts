import type { Metadata } from "next";

/** The window's title is what the URL names: nothing is looked up, so it tells a stranger nothing. */
export const titled =
  <Part extends string>(part: Part, prefix = "") =>
  async ({ params }: { params: Promise<Record<Part, string>> }): Promise<Metadata> => ({
    title: `${prefix}${decode((await params)[part])}`,
  });

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
