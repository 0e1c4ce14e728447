import { Icon } from "@/components/ui/icon";
import { Notice, type NoticeTone } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { AttemptView } from "@/lib/oauth/onboarding/list-onboarding";

type Diagnosis = AttemptView["diagnosis"];
type Place = NonNullable<Diagnosis["advice"][number]["place"]>;

const tones: Record<Diagnosis["state"], NoticeTone> = {
  connected: "success",
  waiting: "info",
  normal: "info",
  stopped: "danger",
};

const places: Record<Place, { label: string; href: (tenant: string) => string }> = {
  oauth: { label: "OAuth settings", href: paths.oauthSettings },
  clients: { label: "OAuth clients", href: paths.clients },
  humans: { label: "Humans", href: paths.humans },
  servers: { label: "Servers", href: paths.servers },
  agents: { label: "Connect with a static token", href: paths.newInstance },
  quickstart: { label: "Quickstart", href: paths.quickstart },
  audit: { label: "Audit log", href: (tenant) => paths.audit(tenant) },
};

/** What happened and what to do, in plain words. */
export function Finding({ tenant, diagnosis }: { tenant: string; diagnosis: Diagnosis }) {
  const { state, title, what, advice, remarks } = diagnosis;
  return (
    <div className="grid content-start gap-3">
      <Notice tone={tones[state]} title={title}>
        <span className="[overflow-wrap:anywhere]">{what}</span>
      </Notice>
      {advice.length > 0 && (
        <div>
          <h3 className="pb-1 font-medium">What to do</h3>
          <ul className="grid gap-1.5">
            {advice.map(({ text, place }) => (
              <li key={text} className="flex gap-2">
                <Icon name="arrow-right" size={14} className="mt-0.75 text-fg-subtle" />
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  {text}
                  {place !== undefined && (
                    <>
                      {" "}
                      <TextLink href={places[place].href(tenant)} tone="accent">
                        {places[place].label}
                      </TextLink>
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {remarks.map((remark) => (
        <p key={remark} className="flex gap-2 text-fg-muted text-xs">
          <Icon name="info" size={14} className="mt-px" />
          <span>{remark}</span>
        </p>
      ))}
    </div>
  );
}
