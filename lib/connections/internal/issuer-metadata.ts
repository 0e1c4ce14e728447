import { z } from "zod";
import { HouseError } from "@/lib/kernel/errors";

/** An http(s) URL without credentials and fragment. Anything else as an endpoint is refused, `javascript:` above all. */
const Endpoint = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine((url) => !new URL(url).username && !new URL(url).hash);

const words = z.array(z.string().max(300)).max(300);

/** Authorization server metadata (RFC 8414 §2), as far as a client of the code flow needs it. */
const Metadata = z.object({
  issuer: z.string().max(2000),
  authorization_endpoint: Endpoint,
  token_endpoint: Endpoint,
  registration_endpoint: Endpoint.optional(),
  revocation_endpoint: Endpoint.optional(),
  code_challenge_methods_supported: words.optional(),
  token_endpoint_auth_methods_supported: words.optional(),
  scopes_supported: words.optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
  client_id_metadata_document_supported: z.boolean().optional(),
});

/** What an authorization server of an upstream offers. */
export type Issuer = {
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  registrationEndpoint?: string;
  revocationEndpoint?: string;
  /** How clients may authenticate at the token endpoint. */
  authMethods: string[];
  offersOffline: boolean;
  /** Whether it promises `iss` in every answer of the authorization endpoint (RFC 9207 §3). */
  namesItself: boolean;
  /** Whether a client may be known by the URL of its metadata document. */
  readsDocuments: boolean;
};

/**
 * Reads and judges the metadata of `issuer`: it must name this very issuer (RFC 8414 §3.3) and offer PKCE with S256 (MCP
 * authorization, "Authorization Code Protection"). Throws `upstream` with a sentence that says what is wrong.
 */
export function readIssuer(issuer: string, document: unknown): Issuer {
  const parsed = Metadata.safeParse(document);
  if (!parsed.success) {
    const [at] = parsed.error.issues;
    throw refused(`The metadata of ${issuer} cannot be used: ${at?.path.join(".") ?? "it"} is missing or wrong.`);
  }
  const found = parsed.data;
  if (!isSame(found.issuer, issuer))
    throw refused(`The metadata that was found for ${issuer} names another issuer (${found.issuer.slice(0, 200)}).`);
  if (!found.code_challenge_methods_supported?.includes("S256"))
    throw refused(`${issuer} does not offer PKCE with S256, without which a code could be stolen on its way.`);
  return {
    issuer: found.issuer,
    authorizationEndpoint: found.authorization_endpoint,
    tokenEndpoint: found.token_endpoint,
    ...(found.registration_endpoint === undefined ? {} : { registrationEndpoint: found.registration_endpoint }),
    ...(found.revocation_endpoint === undefined ? {} : { revocationEndpoint: found.revocation_endpoint }),
    // RFC 8414 §2: absent means client_secret_basic.
    authMethods: found.token_endpoint_auth_methods_supported ?? ["client_secret_basic"],
    offersOffline: found.scopes_supported?.includes("offline_access") ?? false,
    namesItself: found.authorization_response_iss_parameter_supported ?? false,
    readsDocuments: found.client_id_metadata_document_supported ?? false,
  };
}

/** The same issuer to the letter; only the slash that stands for an empty path may be there or not. */
const isSame = (a: string, b: string): boolean => a === b || (isBare(a) && isBare(b) && slashed(a) === slashed(b));
const isBare = (url: string): boolean => URL.canParse(url) && new URL(url).pathname === "/" && !/[?#]/.test(url);
const slashed = (url: string): string => (url.endsWith("/") ? url : `${url}/`);

const refused = (message: string): HouseError => new HouseError("upstream", message);
