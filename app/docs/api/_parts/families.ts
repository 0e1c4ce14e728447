import "server-only";
import { cache } from "react";
import { z } from "zod";
import { schemasIn, writeOut } from "@/components/docs/write-out";
import { openApi } from "@/lib/console/api/open-api";

const Schema = z.record(z.string(), z.unknown());

const Operation = z.object({
  operationId: z.string(),
  tags: z.tuple([z.string()]),
  summary: z.string(),
  description: z.string(),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(["path", "query"]),
      required: z.boolean(),
      description: z.string().optional(),
      schema: Schema,
    }),
  ),
  requestBody: z
    .object({ required: z.boolean(), content: z.object({ "application/json": z.object({ schema: Schema }) }) })
    .optional(),
  responses: z.record(
    z.string(),
    z
      .object({
        description: z.string(),
        content: z.object({ "application/json": z.object({ schema: Schema }) }).partial(),
      })
      .partial(),
  ),
});

const Description = z.object({
  info: z.object({ description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    responses: z.record(z.string(), z.object({ description: z.string() })),
    schemas: z.record(z.string(), Schema),
  }),
});

/** `answer`: what a successful answer is; without a schema where it is a file, or nothing. */
export type ApiOperation = z.infer<typeof Operation> & {
  method: string;
  path: string;
  answer: { status: string; description: string; schema: z.infer<typeof Schema> | undefined };
};
/** `schemas`: those with a name that the answers of a family refer to. */
export type ApiFamily = {
  id: string;
  name: string;
  operations: readonly ApiOperation[];
  schemas: readonly { name: string; schema: z.infer<typeof Schema> }[];
};

/**
 * The description that `/api/v1/openapi.json` serves, by family, in its own order. Read once a
 * request. Throws where it is not as these pages read it.
 */
export const readApi = cache(
  (): { families: ApiFamily[]; refusals: Readonly<Record<string, { description: string }>> } => {
    const { paths, components } = Description.parse(openApi());
    const families = new Map<string, ApiOperation[]>();
    for (const [path, methods] of Object.entries(paths))
      for (const [method, operation] of Object.entries(methods)) {
        const [name] = operation.tags;
        const [status = "", answered] = successOf(operation);
        const schema = schemaOf(operation);
        const answer = {
          status,
          description: answered?.description ?? "",
          schema: schema && writeOut(schema, components.schemas),
        };
        const listed = { ...operation, method: method.toUpperCase(), path, answer };
        families.set(name, [...(families.get(name) ?? []), listed]);
      }
    return {
      families: [...families].map(([name, operations]) => ({
        ...{ id: toFamilyId(name), name, operations },
        schemas: schemasIn(operations.map(schemaOf), components.schemas).map((schema) => ({
          name: schema,
          schema: writeOut(components.schemas[schema] ?? {}, components.schemas),
        })),
      })),
      refusals: components.responses,
    };
  },
);

const successOf = ({ responses }: z.infer<typeof Operation>) =>
  Object.entries(responses).find(([code]) => code.startsWith("2")) ?? [];
const schemaOf = (operation: z.infer<typeof Operation>) => {
  const [, answered] = successOf(operation);
  return answered?.content?.["application/json"]?.schema;
};

const toFamilyId = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
