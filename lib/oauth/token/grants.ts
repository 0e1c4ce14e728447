import "server-only";
import type { Ctx } from "@/lib/kernel/ctx";
import { issueToClient } from "./client-credentials";
import { exchangeCode } from "./exchange-code";
import type { GrantAnswer, GrantRequest } from "./grant";
import type { GrantType } from "./grant-types";
import { refreshTokens } from "./refresh-tokens";

/** What the token endpoint does for each grant type. One that joins the union does not compile until it stands here. */
export const grants: Record<GrantType, (ctx: Ctx, request: GrantRequest) => Promise<GrantAnswer>> = {
  authorization_code: exchangeCode,
  refresh_token: refreshTokens,
  client_credentials: issueToClient,
};
