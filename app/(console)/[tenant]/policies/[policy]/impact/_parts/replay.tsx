"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { paths } from "@/lib/kernel/paths";
import type { ReplayedPolicies, ReplayProgress } from "@/lib/registry/decisions/replay-policies";
import { readReplay } from "./read-replay";
import { ReplayResult } from "./replay-result";

const hourMs = 3_600_000;
const windows = [
  { value: "24", label: "24 hours" },
  { value: "168", label: "7 days" },
  { value: "720", label: "30 days" },
] as const;

const changes = [
  { value: "in", label: "In force, as it is stored" },
  { value: "out", label: "Switched off" },
] as const;

type State =
  | { kind: "idle" }
  | { kind: "running"; progress: ReplayProgress }
  | { kind: "stopped" }
  | { kind: "failed"; message: string }
  | { kind: "done"; result: ReplayedPolicies; change: string };

/** Decides the recorded calls of a window again, with the policy in force or switched off, and shows what comes out otherwise. */
export function Replay({ tenant, policy, usual }: { tenant: string; policy: string; usual: "in" | "out" }) {
  const [hours, setHours] = useState<string>("168");
  const [change, setChange] = useState<string>(usual);
  const [state, setState] = useState<State>({ kind: "idle" });
  const running = useRef<AbortController>(undefined);
  // Whoever leaves the page waits for nothing any more.
  useEffect(() => () => running.current?.abort(), []);

  const start = async () => {
    const controller = new AbortController();
    running.current = controller;
    setState({ kind: "running", progress: { done: 0, total: 0 } });
    const nowMs = Date.now();
    try {
      const result = await readReplay(
        paths.api(tenant, "policies/replay"),
        {
          draft: change === "out" ? { policy, rule: null } : { policy },
          from: new Date(nowMs - Number(hours) * hourMs).toISOString(),
          to: new Date(nowMs).toISOString(),
        },
        controller.signal,
        (progress) => setState({ kind: "running", progress }),
      );
      setState({ kind: "done", result, change });
    } catch (error) {
      if (controller.signal.aborted) setState({ kind: "stopped" });
      else setState({ kind: "failed", message: error instanceof Error ? error.message : "It could not be replayed." });
    }
  };

  return (
    <>
      <Card>
        <div className="grid gap-3">
          <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
            <SegmentedControl
              legend="This policy"
              hideLegend={false}
              name="change"
              options={changes}
              value={change}
              onChange={setChange}
            />
            <SegmentedControl
              legend="Calls of the last"
              hideLegend={false}
              name="hours"
              options={windows}
              value={hours}
              onChange={setHours}
            />
            {state.kind === "running" ? (
              <Button icon="close" onClick={() => running.current?.abort()}>
                Cancel
              </Button>
            ) : (
              <Button variant="primary" icon="play" onClick={start}>
                {state.kind === "idle" ? "Replay" : "Replay again"}
              </Button>
            )}
          </div>
          {state.kind === "running" && <Progress {...state.progress} />}
          <noscript>
            <Notice>
              Replaying needs JavaScript here, because it goes on for as long as there are calls. The HTTP API does it,
              too.
            </Notice>
          </noscript>
        </div>
      </Card>
      {state.kind === "stopped" && <Notice live>The replay was cancelled. Nothing was changed by it.</Notice>}
      {state.kind === "failed" && (
        <Notice tone="danger" live title="The replay failed">
          {state.message}
        </Notice>
      )}
      {state.kind === "done" && <ReplayResult tenant={tenant} result={state.result} isOut={state.change === "out"} />}
    </>
  );
}

function Progress({ done, total }: ReplayProgress) {
  const share = total === 0 ? 0 : Math.min(100, Math.round((done / total) * 100));
  return (
    <div className="grid gap-1">
      <div
        role="progressbar"
        aria-label="Calls replayed"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={`${done} of ${total} calls`}
        className="h-2 overflow-hidden rounded-full border border-line-strong bg-sunken"
      >
        <div className="h-full bg-accent-solid transition-[width]" style={{ width: `${share}%` }} />
      </div>
      <p className="text-fg-muted text-xs tabular-nums">
        {done.toLocaleString("en")} of {total.toLocaleString("en")} calls
      </p>
    </div>
  );
}
