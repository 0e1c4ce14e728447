import "server-only";
import type { z } from "zod";
import type { Operation } from "../route";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The names in braces of a path: `servers/{key}/tools/{tool}` has `key` and `tool`. */
type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** An operation as the API's description lists it: where it is, and what it is for. */
export type Described<Path extends string = string, Query = unknown, Body = unknown, Answer = unknown> = Operation<
  Path,
  Query,
  Body,
  Answer
> & {
  method: Method;
  /** Below `/api/v1/{tenant}/`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  /** Describes the query string where it is read by hand. */
  queryShape?: z.ZodType;
  /** What a successful answer is. */
  answer: string;
  /** Media types of an answer that is a file; every other one is JSON, or nothing. */
  files?: readonly string[];
  /** Whether it asks an upstream server, which may be away. */
  reachesUpstream?: boolean;
};

type Rest<Path extends string, Query, Body, Answer> = Omit<
  Described<Names<Path>, Query, Body, Answer>,
  "method" | "path" | "tag"
>;

/** The operations of one family, each under its method: `const { get, post } = family("Humans")`. */
export function family(tag: string) {
  const of =
    (method: Method) =>
    <const Path extends string, Query = undefined, Body = undefined, Answer = unknown>(
      path: Path,
      rest: Rest<Path, Query, Body, Answer>,
    ): Described<Names<Path>, Query, Body, Answer> => ({ ...rest, method, path, tag });
  return { get: of("GET"), post: of("POST"), put: of("PUT"), patch: of("PATCH"), del: of("DELETE") };
}
