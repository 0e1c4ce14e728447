import type { AuditEvent } from "@/lib/audit/event";
import type { AgentView } from "@/lib/registry/agents/agent-view";
import type { ConnectionView } from "@/lib/registry/connections/connection-view";
import type { ConsentView } from "@/lib/registry/consents/consent-view";
import type { GrantView } from "@/lib/registry/grants/grant-view";
import type { HumanView } from "@/lib/registry/humans/human-view";
import type { KeyView } from "@/lib/registry/keys/key-view";
import type { MemberView } from "@/lib/registry/members/member-view";
import type { ReportView } from "@/lib/registry/reports/report-view";
import type { ServerView, ToolView } from "@/lib/registry/servers/server-view";
import type { operations } from "./operations";

/**
 * What the calls of the API answer, for `npm run describe:answers`, which writes `answers.json` from these types. Nothing runs here. A
 * call that answers a file, or nothing, has no answer here.
 */
export type ApiAnswers = { answers: Answers; named: Named };

type Answers = { [Id in keyof typeof operations]: Json<Awaited<ReturnType<(typeof operations)[Id]["run"]>>> };

type Json<Answer> = Answer extends Response ? never : Answer extends object ? Answer : never;

/** What has a name in the description, because it stands in many answers. */
type Named = {
  AuditEvent: AuditEvent;
  AgentView: AgentView;
  ConnectionView: ConnectionView;
  ConsentView: ConsentView;
  GrantView: GrantView;
  HumanView: HumanView;
  KeyView: KeyView;
  MemberView: MemberView;
  ReportView: ReportView;
  ServerView: ServerView;
  ToolView: ToolView;
};
