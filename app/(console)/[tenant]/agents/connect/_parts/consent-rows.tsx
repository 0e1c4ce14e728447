import { LevelBadge } from "@/components/audit/level-badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { paths } from "@/lib/kernel/paths";
import type { GrantView } from "@/lib/registry/grants/grant-view";
import type { HumanView } from "@/lib/registry/humans/human-view";
import { ChoiceField } from "../../../_parts/fields";
import { levelOptions } from "../../../_parts/level-options";

/** A level for each server that the human has a ceiling on, up to it. */
export function ConsentRows({
  tenant,
  human,
  grants,
}: {
  tenant: string;
  human: HumanView;
  grants: readonly GrantView[];
}) {
  if (grants.length === 0) {
    return (
      <Notice
        tone="warning"
        title="No ceiling yet"
        actions={
          <ButtonLink href={paths.human(tenant, human.key)} size="sm">
            Grant a ceiling
          </ButtonLink>
        }
      >
        The agent could connect and would find nothing that it may use.
      </Notice>
    );
  }
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">Consents</legend>
      <p className="pb-2 text-fg-muted text-xs">
        What the agent may use. The levels above a ceiling cannot be chosen; the agent acts with the lower of both.
      </p>
      <ul className="divide-y divide-line rounded-md border border-line">
        {grants.map(({ server, serverName, ceiling }) => (
          <li key={server} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-3 py-2">
            <span className="min-w-0 flex-1 basis-40">
              <span className="block truncate font-medium">{serverName}</span>
              <span className="flex items-center gap-1.5 text-fg-muted text-xs">
                Ceiling <LevelBadge level={ceiling} quiet />
              </span>
            </span>
            <ChoiceField
              name={`consent.server:${server}`}
              label={`Consent for ${serverName}`}
              hideLabel
              defaultValue="low"
              options={[{ value: "none", label: "None" }, ...levelOptions(ceiling)]}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
