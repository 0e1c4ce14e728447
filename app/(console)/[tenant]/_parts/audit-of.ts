/** The Audit Logs tab of a page. */
export const auditOf = (path: string): string => `${path}/audit`;
