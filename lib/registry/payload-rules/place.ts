/** Where a rule stands: the key of its row. A server's id has no slash, a tool's name may. */
export const environmentPlace = "*";
export const serverPlace = (serverId: string): string => serverId;
export const toolPlace = (serverId: string, tool: string): string => `${serverId}/${tool}`;
