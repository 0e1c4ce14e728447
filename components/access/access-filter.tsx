import Form from "next/form";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { bucketLooks, buckets } from "./bucket-looks";
import type { AccessFilter as Filter } from "./narrow-access";

/** Narrows a list of access by bucket and text: a GET form, so that the URL says what is shown. */
export function AccessFilter({ action, filter, finds }: { action: string; filter: Filter; finds: string }) {
  const { bucket, text } = filter;
  return (
    <Form action={action} role="search" aria-label="Filter" className="flex flex-wrap items-center gap-2">
      <Select
        // The fields follow the URL, also when a link has changed it.
        key={`bucket ${bucket}`}
        name="bucket"
        aria-label="Bucket"
        defaultValue={bucket ?? ""}
        placeholder="All buckets"
        options={buckets.map((one) => ({ value: one, label: bucketLooks[one].word }))}
        className="w-36"
      />
      <Input
        key={`text ${text}`}
        type="search"
        name="q"
        aria-label={finds}
        placeholder={finds}
        defaultValue={text}
        maxLength={100}
        className="min-w-0 max-w-64 flex-1 basis-44"
      />
      <Button type="submit" icon="filter">
        Filter
      </Button>
      {(bucket !== undefined || text !== "") && (
        <ButtonLink href={action} variant="ghost">
          Clear
        </ButtonLink>
      )}
    </Form>
  );
}
