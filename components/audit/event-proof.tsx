import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { EventProof as Proof } from "@/lib/audit/proof/prove-event";
import { DetailsSection, type HeadingLevel } from "./details-section";
import { VerifyInclusion } from "./verify-inclusion";

/**
 * The proof that an event is in the log: where its leaf is, and which signed checkpoint covers it. Without one it says why:
 * usually that the event is not sealed yet.
 */
export function EventProof({
  proof,
  missing,
  download,
  level = 2,
}: {
  proof: Proof | undefined;
  /** The sentence in the place of the proof. */
  missing?: string | undefined;
  /** Where the proof is as a file. */
  download: string;
  level?: HeadingLevel | undefined;
}) {
  if (!proof)
    return (
      <DetailsSection level={level} title="Proof">
        <p className="text-fg-muted">{missing ?? "This event is not sealed yet. That takes about a second."}</p>
      </DetailsSection>
    );
  const { index, size, leaf, root, checkpointAt, envelope, path } = proof;
  return (
    <DetailsSection level={level} title="Proof">
      <KeyValues>
        <KeyValue name="Place in the log" mono>
          {index}
        </KeyValue>
        <KeyValue name="Sealed hash" mono copy={leaf}>
          {leaf}
        </KeyValue>
        <KeyValue name="Checkpoint">
          {size} events, signed <Time value={checkpointAt} format="precise" />
        </KeyValue>
        <KeyValue name="Root" mono copy={root}>
          {root}
        </KeyValue>
      </KeyValues>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-2">
        <VerifyInclusion proof={{ envelope, leaf, index, size, path, root }} />
        <TextLink href={download} prefetch={false}>
          Download the proof
        </TextLink>
      </div>
    </DetailsSection>
  );
}
