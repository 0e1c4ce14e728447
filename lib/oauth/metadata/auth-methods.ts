/** Ways in which a client can prove at the token endpoint that it is itself (RFC 7591 §2, RFC 7523). */
export const authMethods = ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"] as const;
export type AuthMethod = (typeof authMethods)[number];

/** Algorithms of client assertions: asymmetric ones only. */
export const assertionAlgorithms = ["ES256", "ES384", "EdDSA", "RS256", "PS256"] as const;
