import { z } from "zod";

export const AgentSlug = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    "Use 1 to 63 lower-case letters, digits and hyphens, not starting with a hyphen.",
  );
export type AgentSlug = z.infer<typeof AgentSlug>;
