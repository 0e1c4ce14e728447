/** One HTTP request of an agent, on plain data: the Node front and Next's route handler make it alike. */
export type McpRequest = {
  method: string;
  tenant: string;
  server: string;
  /** Whether it came in at `/mcp/{tenant}`, where `server` is "" until it is known whom it is for. */
  aggregated?: boolean;
  /** Whether the URL ended in a slash. */
  trailingSlash?: boolean;
  /** Lower-case names; repeated headers joined with ", ". */
  headers: Readonly<Record<string, string | undefined>>;
  /** The whole body, already bounded by `bodyBytesMax`; empty for GET and DELETE. */
  body: Uint8Array;
  ip: string | null;
  /** Aborts when the client goes away. */
  signal: AbortSignal;
};

/** The answer. A string body is sent whole; an iterable is sent piece by piece, as it comes. */
export type McpReply = {
  status: number;
  headers: Record<string, string>;
  body: string | AsyncIterable<string>;
};

/** Largest request body that is read (the SDKs' own default). */
export const bodyBytesMax = 4 * 1024 * 1024;
