import { DocSection, Prose } from "@/components/docs/doc-section";

/** What the first page of an environment tells, and from when on. */
export function Overview() {
  return (
    <DocSection id="overview" title="The overview">
      <Prose>
        <p>
          The first page of an environment tells what happened since you looked last: calls by what became of them,
          denials that rose, changes, agents that are new. What waits for somebody stands above it, whenever it began:
          tools that changed or that nobody has reviewed, connections that their humans have to authorize again,
          requests for access, servers that fail, and a log that is not as it should be.
        </p>
        <p>
          <strong>Since when.</strong> Looks that lie no further apart than half an hour are one visit, and a visit
          tells what happened since the one before it ended: loading the page again, or coming back to it, takes nothing
          away. Only a page that was in sight for a second has been looked at, and what came after it was written counts
          as not seen. <em>Mark as seen</em> begins anew from the page as it stands; the links beside it show the last
          day or the last week instead. One moment for each member and environment is kept, no history.
        </p>
        <p>
          <strong>Denials that rose</strong> are those of a reason, an agent or a tool that were more than in the
          equally long time before. Every figure leads to the log, filtered to exactly the events that it counts. There
          are never more than 10,000 denials of each stretch compared, the newest; a plus sign says where there were
          more.
        </p>
        <p>
          <strong>A request for access</strong> waits until a ceiling is set for that human on that server after it was
          made, for 30 days at most. Setting one is all there is to do.
        </p>
      </Prose>
    </DocSection>
  );
}
