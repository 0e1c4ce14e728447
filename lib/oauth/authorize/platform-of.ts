/** The kind of computer that a browser says it runs on; undefined where it says none that is known. */
export function platformOf(userAgent: string | null): string | undefined {
  if (userAgent === null) return undefined;
  if (/iPhone|iPad/.test(userAgent)) return "iOS";
  if (userAgent.includes("Android")) return "Android";
  if (userAgent.includes("Windows")) return "Windows";
  if (/Mac OS X|Macintosh/.test(userAgent)) return "macOS";
  return /Linux|X11/.test(userAgent) ? "Linux" : undefined;
}
