import "server-only";
import { z } from "zod";
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
  responses: z.record(z.string(), z.object({ description: z.string() }).partial()),
});

const Description = z.object({
  info: z.object({ description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    responses: z.record(z.string(), z.object({ description: z.string() })),
    schemas: z.object({ Error: z.unknown() }),
  }),
});

export type ApiOperation = z.infer<typeof Operation> & { method: string; path: string };
export type ApiFamily = { id: string; name: string; operations: readonly ApiOperation[] };

/** The description that `/api/v1/openapi.json` serves, by family, in its own order. Throws where it is not as these pages read it. */
export function readApi(): { families: ApiFamily[]; refusals: Readonly<Record<string, { description: string }>> } {
  const { paths, components } = Description.parse(openApi());
  const families = new Map<string, ApiOperation[]>();
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) {
      const [name] = operation.tags;
      families.set(name, [...(families.get(name) ?? []), { ...operation, method: method.toUpperCase(), path }]);
    }
  return {
    families: [...families].map(([name, operations]) => ({ id: toFamilyId(name), name, operations })),
    refusals: components.responses,
  };
}

const toFamilyId = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
