"use client";

import type { MouseEvent } from "react";
import { FindingNotes } from "@/components/policies/condition/finding-notes";
import type { ShownFinding } from "@/components/policies/condition/shown-finding";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon, type IconName } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import type { CheckedDraft } from "./check-draft";

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

type Verdict = { icon: IconName; ink: string; text: string };

function verdictOf({ findings, tests }: CheckedDraft): Verdict {
  const errors = findings.filter(({ level }) => level === "error").length;
  const warnings = findings.filter(({ level }) => level === "warning").length;
  const failing = tests.filter(({ passed }) => !passed).length;
  const against = [
    ...(errors > 0 ? [counted(errors, "error", "errors")] : []),
    ...(failing > 0 ? [counted(failing, "failing test", "failing tests")] : []),
  ];
  if (against.length > 0)
    return { icon: "circle-x", ink: "text-denied", text: `It cannot be active: ${against.join(" and ")}.` };
  if (warnings > 0)
    return {
      icon: "warning",
      ink: "text-error",
      text: `It can be active, with ${counted(warnings, "warning", "warnings")}.`,
    };
  return { icon: "circle-check", ink: "text-success", text: "It can be active." };
}

/** What would become of the policy as it stands in the form. */
export function PolicyCheck({
  checked,
  findings,
  problem,
  pending,
  waiting,
  testsHref,
  onCheck,
}: {
  checked: CheckedDraft | undefined;
  /** Those that are about no condition. */
  findings: readonly ShownFinding[];
  problem: string | undefined;
  pending: boolean;
  /** Something in the builder is to be filled in first. */
  waiting: boolean;
  testsHref: string | undefined;
  onCheck: (event: MouseEvent) => void;
}) {
  const verdict = checked && verdictOf(checked);
  return (
    <Card
      title="Check"
      description="Held against the tools that it covers and against its tests. Nothing is saved."
      actions={
        <Button
          type="submit"
          name="intent"
          value="check"
          formNoValidate
          pending={pending}
          icon="check"
          onClick={onCheck}
        >
          Check
        </Button>
      }
    >
      <div className="grid gap-3">
        <div role="status" className="grid gap-1">
          {waiting ? (
            <p className="flex items-start gap-2 text-fg-muted">
              <Icon name="circle-dashed" className="mt-0.5" />
              Fill in what is missing in the builder; then it is checked.
            </p>
          ) : problem !== undefined ? (
            <p className="flex items-start gap-2 text-denied">
              <Icon name="alert" className="mt-0.5" />
              {problem}
            </p>
          ) : (
            verdict && (
              <p className="flex items-start gap-2">
                <Icon name={verdict.icon} className={`mt-0.5 ${verdict.ink}`} />
                {verdict.text}
              </p>
            )
          )}
          {checked && (
            <p className="pl-6 text-fg-muted">
              Covers {counted(checked.covers.tools, "tool", "tools")},{" "}
              {counted(checked.covers.liveInstances, "live instance", "live instances")}.
            </p>
          )}
        </div>
        <FindingNotes findings={findings} />
        {checked && checked.tests.length > 0 && (
          <section aria-label="Tests under this draft" className="grid gap-1.5">
            <p className="font-medium">
              Tests under this draft{" "}
              {testsHref !== undefined && (
                <TextLink href={testsHref} className="font-normal text-xs">
                  Open the tests
                </TextLink>
              )}
            </p>
            <ul className="grid gap-1">
              {checked.tests.map(({ id, name, passed, text }) => (
                <li key={id} className="flex min-w-0 flex-wrap items-baseline gap-x-2">
                  <Badge tone={passed ? "success" : "denied"} icon={passed ? "check" : "close"}>
                    {passed ? "Passes" : "Fails"}
                  </Badge>
                  <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
                  {!passed && <span className="min-w-0 text-fg-muted text-xs [overflow-wrap:anywhere]">{text}</span>}
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Card>
  );
}
