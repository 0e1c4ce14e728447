import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { paths } from "@/lib/kernel/paths";
import type { PolicyView } from "@/lib/registry/policies/policy-view";

/** A policy by name, with its condition in short, and whether somebody has to look at it. */
export function PolicyCell({
  tenant,
  policy: { id, name, description, whenText, unlessText, findings },
}: {
  tenant: string;
  policy: PolicyView;
}) {
  const errors = findings.filter(({ level }) => level === "error");
  const condition = [
    ...(whenText === null ? [] : [`when ${whenText}`]),
    ...(unlessText === null ? [] : [`unless ${unlessText}`]),
  ];
  return (
    <span className="block min-w-44 max-w-md">
      <span className="flex flex-wrap items-center gap-x-2">
        <Link
          href={paths.policy(tenant, id)}
          className="rounded-xs font-medium hover:underline hover:underline-offset-3"
        >
          {name}
        </Link>
        {errors.length > 0 && (
          <Badge tone="error" icon="warning" title={errors.map(({ message }) => message).join("\n")}>
            Needs attention
          </Badge>
        )}
      </span>
      {description !== "" && (
        <span className="line-clamp-2 text-fg-muted text-xs" title={description}>
          {description}
        </span>
      )}
      {condition.length > 0 && (
        <span
          className="line-clamp-2 font-mono text-fg-muted text-xs [overflow-wrap:anywhere]"
          title={condition.join("\n")}
        >
          {condition.join(" ")}
        </span>
      )}
    </span>
  );
}
