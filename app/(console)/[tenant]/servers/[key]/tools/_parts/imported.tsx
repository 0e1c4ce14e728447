import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { ServerView } from "@/lib/registry/servers/server-view";
import { ImportSteps } from "../../../import/_parts/import-steps";

/** Step 3 of importing: what was found, and what comes next. */
export function Imported({ ctx, server }: { ctx: Ctx; server: ServerView }) {
  const { slug } = ctx.tenant;
  const tools = server.toolCount === 1 ? "1 tool" : `${server.toolCount} tools`;
  return (
    <div className="grid gap-3">
      <ImportSteps current={2} />
      <Notice
        tone="success"
        live
        title={server.needsConnection ? `${server.name} is imported` : `${server.name} is imported with ${tools}`}
        actions={
          hasScope(ctx.scopes, "grants:write") && (
            <ButtonLink href={paths.humans(slug)} size="sm">
              Grant ceilings
            </ButtonLink>
          )
        }
      >
        {server.needsConnection
          ? "Its tools are listed when the first human has connected an account there. "
          : "Each has a suggested level with its reason: change what you know better. "}
        Nobody may use it before a human is granted a ceiling.
      </Notice>
    </div>
  );
}
