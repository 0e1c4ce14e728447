import { Badge } from "@/components/ui/badge";
import type { Bucket } from "@/lib/policy/buckets";
import { bucketLooks } from "./bucket-looks";

/** What can be said of a tool before it is called. */
export function BucketBadge({ bucket }: { bucket: Bucket }) {
  const { word, means, icon, tone } = bucketLooks[bucket];
  return (
    <Badge tone={tone} icon={icon} title={`${word} ${means}`}>
      {word}
    </Badge>
  );
}
