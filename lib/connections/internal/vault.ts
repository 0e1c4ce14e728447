import "server-only";
import { z } from "zod";
import { seal, unseal } from "@/lib/kernel/keys";

/*
 * Everything secret about connections is sealed for the very row that keeps it: copied to another row it does not open.
 */

const Tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  /** The server that they were given for. At another address they are not used, whatever the server's row says. */
  url: z.string(),
  /** The client that they were given to: a refresh token is worth nothing to another (RFC 6749 §6). */
  clientId: z.string(),
});
export type Tokens = z.infer<typeof Tokens>;

const Attempt = z.object({
  codeVerifier: z.string(),
  clientId: z.string(),
  issuer: z.string(),
  namesItself: z.boolean(),
  tokenEndpoint: z.string(),
  resource: z.string(),
  url: z.string(),
  scopes: z.array(z.string()),
});
/** What is needed to end an attempt to connect, as it was when it began. */
export type Attempt = z.infer<typeof Attempt>;

type Row = { tenantNo: number; id: string };
type AttemptRow = { tenantNo: number; humanId: string; serverId: string };

const ofConnection = ({ tenantNo, id }: Row): string => `connection/${tenantNo}/${id}`;
const ofClient = ({ tenantNo, id }: Row): string => `upstream-client/${tenantNo}/${id}`;
const ofAttempt = (row: AttemptRow): string => `attempt/${row.tenantNo}/${row.humanId}/${row.serverId}`;

const sealed = (plain: string, about: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(seal("connection", plain, about));

export const sealTokens = (row: Row, tokens: Tokens) => sealed(JSON.stringify(tokens), ofConnection(row));

/** Throws when anything was changed, or moved from another row. */
export const openTokens = (row: Row, bytes: Uint8Array): Tokens =>
  Tokens.parse(JSON.parse(unseal("connection", bytes, ofConnection(row))));

export const sealSecret = (row: Row, secret: string) => sealed(secret, ofClient(row));
export const openSecret = (row: Row, bytes: Uint8Array): string => unseal("connection", bytes, ofClient(row));

export const sealAttempt = (row: AttemptRow, attempt: Attempt) => sealed(JSON.stringify(attempt), ofAttempt(row));
export const openAttempt = (row: AttemptRow, bytes: Uint8Array): Attempt =>
  Attempt.parse(JSON.parse(unseal("connection", bytes, ofAttempt(row))));
