import { LevelBadge } from "@/components/audit/level-badge";
import { AccessSummary } from "@/components/me/access-summary";
import { toAccessWords } from "@/components/me/access-words";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { nowMs } from "@/lib/kernel/clock";
import { type Level, levels, reaches } from "@/lib/policy/level";
import type { Access } from "@/lib/registry/decisions/load-access";
import { ActionButton } from "../../../../(console)/[tenant]/_parts/action-button";
import { ConfirmAction } from "../../../../(console)/[tenant]/_parts/confirm-action";
import { SelectField } from "../../../../(console)/[tenant]/_parts/fields";
import { levelOptions, levelWords } from "../../../../(console)/[tenant]/_parts/level-options";
import { QuickForm } from "../../../../(console)/[tenant]/_parts/quick-form";
import { consentAction, takeAwayAction, toolAction } from "../../../actions";

/** What one agent may do on one server, and every way to change that: down at a press, up after a question. */
export function MyServer({
  tenant,
  access,
  excluded,
  lengths,
  isLive,
}: {
  tenant: string;
  access: Access;
  /** Tools that the human has left out. */
  excluded: readonly string[];
  /** How long may be consented for. */
  lengths: readonly { value: string; label: string }[];
  isLive: boolean;
}) {
  const { server, consent, ceiling, expiresAt, instance } = access;
  const of = { instance: instance.id, server: server.key };
  const hasEnded = expiresAt !== null && Date.parse(expiresAt) <= nowMs();
  return (
    <Card
      title={server.name}
      description={
        <>
          {consent === null ? "You have not let it use this server." : <>You let it go up to {levelWords[consent]}</>}
          {consent !== null && expiresAt !== null && (
            <>
              {hasEnded ? ", which ended " : " until "}
              <Time value={expiresAt} format="full" />
            </>
          )}
          {consent !== null && ". "}
          {ceiling === null
            ? "An administrator grants you nothing here."
            : `You may pass on up to ${levelWords[ceiling]}.`}
        </>
      }
      actions={
        isLive && (
          <>
            {consent !== null && <Lower tenant={tenant} of={of} consent={consent} name={server.name} />}
            {ceiling !== null &&
              levels
                .filter((level) => reaches(ceiling, level) && (consent === null || !reaches(consent, level)))
                .map((level) => (
                  <Raise
                    key={level}
                    tenant={tenant}
                    of={of}
                    level={level}
                    name={server.name}
                    isNew={consent === null}
                    lengths={lengths}
                  />
                ))}
            {consent !== null && ceiling !== null && reaches(ceiling, consent) && expiresAt !== null && (
              <Renew tenant={tenant} of={of} name={server.name} lengths={lengths} />
            )}
            {consent !== null && (
              <ConfirmAction
                id={`take-${server.key}`}
                action={takeAwayAction.bind(null, tenant)}
                fields={of}
                title={`Take ${server.name} away?`}
                description="The agent may not use it from the next call on. You can let it use the server again here."
                confirmLabel="Take away"
                done={`${server.name} is taken away.`}
                label={`Take ${server.name} away`}
                variant="danger-quiet"
                icon="trash"
                square
              />
            )}
          </>
        )
      }
    >
      {consent === null ? (
        <p className="text-fg-muted">May do nothing here.</p>
      ) : (
        <>
          <p className="mb-1 flex flex-wrap items-center gap-2 text-fg-muted text-xs">
            In force now: {access.effective === null ? "nothing" : <LevelBadge level={access.effective} />}
          </p>
          <AccessSummary
            words={toAccessWords(access, nowMs())}
            after={
              isLive
                ? ({ tool, bucket }) => {
                    const isOut = excluded.includes(tool);
                    if (bucket === "denied" && !isOut) return null;
                    return (
                      <ActionButton
                        action={toolAction.bind(null, tenant)}
                        fields={{ ...of, tool, excluded: String(!isOut) }}
                        size="sm"
                        variant="ghost"
                        done={isOut ? `${tool} is back.` : `${tool} is left out.`}
                        label={`${isOut ? "Put back" : "Leave out"} ${tool}`}
                      >
                        {isOut ? "Put back" : "Leave out"}
                      </ActionButton>
                    );
                  }
                : undefined
            }
          />
        </>
      )}
    </Card>
  );
}

type Of = { instance: string; server: string };

function Lower({ tenant, of, consent, name }: { tenant: string; of: Of; consent: Level; name: string }) {
  if (consent === "low") return null;
  return (
    <QuickForm action={consentAction.bind(null, tenant)} fields={of} done={`What it may do on ${name} is lowered.`}>
      <Select
        key={consent}
        name="level"
        aria-label={`Highest level on ${name}`}
        defaultValue={consent}
        options={levelOptions(consent).filter(({ disabled }) => disabled !== true)}
        className="min-w-27"
      />
    </QuickForm>
  );
}

const means: Record<Level, string> = {
  low: "It may look things up.",
  medium: "It may look things up and change things.",
  high: "It may also delete, send or spend.",
};

function Raise({
  tenant,
  of,
  level,
  name,
  isNew,
  lengths,
}: {
  tenant: string;
  of: Of;
  level: Level;
  name: string;
  isNew: boolean;
  lengths: readonly { value: string; label: string }[];
}) {
  const word = levelWords[level];
  return (
    <ConfirmAction
      id={`raise-${of.server}-${level}`}
      action={consentAction.bind(null, tenant)}
      fields={{ ...of, level }}
      title={isNew ? `Let it use ${name} up to ${word}?` : `Raise ${name} to ${word}?`}
      description={`${means[level]} It acts in your name, from its next call on. You can lower it again at any time.`}
      confirmLabel={isNew ? `Allow up to ${word}` : `Raise to ${word}`}
      ask={<SelectField name="lasts" label="For how long" options={[...lengths]} defaultValue={lengths[0]?.value} />}
      done={`It may now go up to ${word} on ${name}.`}
      tone="primary"
      variant="secondary"
      label={`${isNew ? "Allow" : "Raise to"} ${word} on ${name}`}
    >
      {isNew ? `Allow ${word}` : `Raise to ${word}`}
    </ConfirmAction>
  );
}

function Renew({
  tenant,
  of,
  name,
  lengths,
}: {
  tenant: string;
  of: Of;
  name: string;
  lengths: readonly { value: string; label: string }[];
}) {
  return (
    <ConfirmAction
      id={`renew-${of.server}`}
      action={consentAction.bind(null, tenant)}
      fields={of}
      title={`How long may it use ${name}?`}
      description="Counted from now. It covers the tools as they are today."
      confirmLabel="Set the end"
      ask={<SelectField name="lasts" label="For how long" options={[...lengths]} defaultValue={lengths[0]?.value} />}
      done={`${name} has a new end.`}
      tone="primary"
      variant="secondary"
      icon="clock"
      label={`Change how long ${name} lasts`}
    >
      Change the end
    </ConfirmAction>
  );
}
