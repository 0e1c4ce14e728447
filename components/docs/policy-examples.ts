import type { Effect } from "@/lib/policy/decision";
import type { PolicyScope, PolicyStatus } from "@/lib/policy/policy";

type Body = {
  name: string;
  effect: Effect;
  status?: PolicyStatus;
  scope?: PolicyScope;
  when?: string;
  unless?: string;
};

/** Policies as they are sent to `POST policies`, with what each does. */
export const policyExamples: readonly { id: string; says: string; body: Body }[] = [
  {
    id: "payments",
    says: "Nobody pays more than 500, or to anybody outside of the house. A call without an amount is denied, too.",
    body: {
      name: "Small payments only",
      effect: "deny",
      status: "active",
      scope: { servers: ["bank"], tools: ["send_*"] },
      unless: 'args.amount < 500 && args.to.emailDomainIn(["acme.example"])',
    },
  },
  {
    id: "hours",
    says: "What changes anything on servers tagged production waits for working hours.",
    body: {
      name: "Production in working hours",
      effect: "deny",
      status: "active",
      scope: { serverTags: ["production"] },
      when: "tool.readOnly != true",
      unless:
        'request.time.between("09:00", "17:00", "Europe/Berlin") && request.time.weekdayIn(["mon", "tue", "wed", "thu", "fri"])',
    },
  },
  {
    id: "group",
    says: "High tools are for the group finance, first in shadow to see whom it would stop.",
    body: {
      name: "High tools for finance",
      effect: "deny",
      status: "shadow",
      when: 'tool.level == "high"',
      unless: '"finance" in human.groups',
    },
  },
  {
    id: "files",
    says: "Files are read below one folder. Where there is no path, the tool may be called.",
    body: {
      name: "Files below /srv/data",
      effect: "deny",
      status: "active",
      scope: { servers: ["files"] },
      when: 'has(args.path) && !args.path.underPath("/srv/data")',
    },
  },
];
