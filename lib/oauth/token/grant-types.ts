/** Grant types of the token endpoint; `grants.ts` says what each of them does. */
export const grantTypes = ["authorization_code", "refresh_token", "client_credentials"] as const;
export type GrantType = (typeof grantTypes)[number];
