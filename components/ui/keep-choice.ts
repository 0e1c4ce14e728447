/** Keeps what a person chose for a year, so that the server writes the next page accordingly; without a value the default is back. */
export function keepChoice(name: string, value: string | undefined): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we support
  document.cookie = `${name}=${value ?? ""}; path=/; max-age=${value === undefined ? 0 : 31_536_000}; samesite=lax`;
}
