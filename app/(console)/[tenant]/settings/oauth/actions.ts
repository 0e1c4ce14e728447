"use server";

import { z } from "zod";
import { action } from "@/lib/console/action";
import { paths } from "@/lib/kernel/paths";
import { rotateSigningKey } from "@/lib/oauth/keys/rotate-signing-key";
import { OAuthSettings } from "@/lib/oauth/settings/oauth-settings";
import { updateOAuthSettings } from "@/lib/oauth/settings/update-oauth-settings";

/** A place a line; what is wrong is said of the whole field. */
const Admitted = z
  .string()
  .max(20_000)
  .transform((text, context) => {
    const places = text.split(/[\s,]+/).filter((place) => place !== "");
    const read = OAuthSettings.shape.admitted.safeParse(places);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    const [index] = issue?.path ?? [];
    const wrong = typeof index === "number" ? `${places[index]}: ` : "";
    context.addIssue({ code: "custom", message: `${wrong}${issue?.message}` });
    return z.NEVER;
  });

export const updateOAuthSettingsAction = action({
  may: "tenant:write",
  input: z.object({
    ...OAuthSettings.shape,
    admitted: Admitted,
    // An empty field is no end.
    consentDays: z.number().int().min(1).max(3_650).optional(),
  }),
  run: (ctx, { consentDays = null, ...input }) => updateOAuthSettings(ctx, { ...input, consentDays }),
  refresh: paths.oauthSettings,
});

export const rotateSigningKeyAction = action({
  may: "tenant:write",
  input: z.object({}),
  run: rotateSigningKey,
  refresh: paths.oauthSettings,
});
