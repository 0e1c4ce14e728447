import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import type { ExplainedStep as Step } from "@/lib/policy/decision";
import { DerivationTable } from "./derivation-table";
import { PoliciesEvaluated } from "./policies-evaluated";
import { TrustPicture } from "./trust-picture";

const stages = ["identity", "resource", "trust", "arguments", "policies"] as const satisfies readonly Step["stage"][];
const titles: Record<Step["stage"], string> = {
  identity: "Identity",
  resource: "Resource",
  trust: "Trust",
  arguments: "Arguments",
  policies: "Policies",
};

const isKnown = (stage: string): stage is Step["stage"] => Object.hasOwn(titles, stage);

function Facts({ facts }: { facts: readonly (readonly [string, string | null])[] }) {
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-0.5 text-xs">
      {facts.map(([name, value]) => (
        <div key={name} className="flex min-w-0 gap-1.5">
          <dt className="text-fg-subtle">{name}</dt>
          <dd className="min-w-0 font-mono [overflow-wrap:anywhere]">{value ?? "unknown"}</dd>
        </div>
      ))}
    </dl>
  );
}

function StepBody({ tenant, step }: { tenant: string | null; step: Step }) {
  switch (step.stage) {
    case "identity":
      return (
        <Facts
          facts={[
            ["agent", step.agent],
            ["human", step.human],
            ["instance", step.instance],
          ]}
        />
      );
    case "resource":
      return (
        <Facts
          facts={[
            ["server", step.server],
            ["tool", step.tool],
          ]}
        />
      );
    case "trust":
      return (
        <>
          <TrustPicture step={step} />
          {step.cells.length > 0 && (
            <details className="group/cells min-w-0">
              <summary className="flex w-fit items-center gap-1 rounded-xs py-0.5 text-fg-muted text-xs hover:text-fg">
                <Icon name="chevron-right" size={12} className="transition-transform group-open/cells:rotate-90" />
                {step.cells.length} derivations checked, {step.cells.filter((cell) => cell.holds).length} held
              </summary>
              <div className="pt-1.5">
                <DerivationTable cells={step.cells} />
              </div>
            </details>
          )}
        </>
      );
    case "arguments":
      return step.violations.length === 0 ? null : (
        <ul className="list-disc pl-4 text-xs">
          {step.violations.map((violation) => (
            <li key={violation} className="font-mono [overflow-wrap:anywhere]">
              {violation}
            </li>
          ))}
        </ul>
      );
    case "policies":
      return <PoliciesEvaluated tenant={tenant} step={step} />;
  }
}

function Stage({
  title,
  state,
  text,
  last,
  children,
}: {
  title: string;
  state: "passed" | "failed" | "not reached";
  text: string;
  last: boolean;
  children?: ReactNode;
}) {
  const look = {
    passed: { icon: "circle-check", ink: "text-success" },
    failed: { icon: "circle-x", ink: "text-denied" },
    "not reached": { icon: "circle-dashed", ink: "text-fg-subtle" },
  } as const;
  return (
    <li className="relative grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2.5 pb-3 last:pb-0">
      {!last && (
        <span aria-hidden="true" className="absolute top-5 bottom-[-0.125rem] left-[0.46875rem] w-px bg-line-strong" />
      )}
      <Icon name={look[state].icon} className={cx("mt-0.5", look[state].ink)} strokeWidth={2} />
      <div className="grid min-w-0 gap-1.5">
        <p>
          <span className={cx("font-medium", state === "not reached" && "text-fg-subtle")}>{title}</span>
          <span className="sr-only"> {state}</span>{" "}
          <span className={state === "not reached" ? "text-fg-subtle" : "text-fg-muted"}>{text}</span>
        </p>
        {children}
      </div>
    </li>
  );
}

/** The stages of a decision in their order: what was asked, what it found, where it ended. `tenant` null: without links. */
export function DecisionChain({ tenant, chain }: { tenant: string | null; chain: readonly Step[] }) {
  // Rows outlive code: a stage of another version is shown by its name and text.
  const missing = stages.filter((stage) => !chain.some((step) => step.stage === stage));
  return (
    <ol aria-label="Decision, step by step">
      {chain.map((step, index) => (
        <Stage
          key={step.stage}
          title={isKnown(step.stage) ? titles[step.stage] : String((step as Step).stage)}
          state={step.passed ? "passed" : "failed"}
          text={step.text}
          last={index === chain.length - 1 && missing.length === 0}
        >
          <StepBody tenant={tenant} step={step} />
        </Stage>
      ))}
      {missing.map((stage, index) => (
        <Stage
          key={stage}
          title={titles[stage]}
          state="not reached"
          text="not reached"
          last={index === missing.length - 1}
        />
      ))}
    </ol>
  );
}
