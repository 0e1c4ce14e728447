/** The Access tab of a page. */
export const accessOf = (path: string): string => `${path}/access`;
