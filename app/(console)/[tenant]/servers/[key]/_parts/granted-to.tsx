import { LevelBadge } from "@/components/audit/level-badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { GrantView } from "@/lib/registry/grants/grant-view";

/** Whose agents may use the server at all, and up to which level. */
export function GrantedTo({ tenant, grants, isCut }: { tenant: string; grants: readonly GrantView[]; isCut: boolean }) {
  return (
    <Card
      title="Who may use it"
      description="Ceilings, as an admin set them. What an agent may do is the lower of this and the human's consent."
      className="self-start"
      actions={
        <ButtonLink href={paths.humans(tenant)} size="sm">
          Humans
        </ButtonLink>
      }
      {...(isCut ? { foot: "These are the first. The humans' own pages show every ceiling." } : {})}
    >
      {grants.length === 0 ? (
        <p className="text-fg-muted">Nobody yet. Open a human and grant a ceiling on this server.</p>
      ) : (
        <ul className="grid gap-1.5">
          {grants.map(({ human, humanName, ceiling }) => (
            <li key={human} className="flex items-center justify-between gap-3">
              <TextLink href={paths.human(tenant, human)} className="min-w-0 truncate">
                {humanName ?? human}
              </TextLink>
              <LevelBadge level={ceiling} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
