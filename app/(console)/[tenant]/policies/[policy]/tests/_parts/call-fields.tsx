"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Select, type SelectGroup, type SelectOption } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { useRefused } from "../../../../_parts/action-form";

/** The tool of a test and its arguments. Another tool brings what it asks for, while nobody has written anything else. */
export function CallFields({
  tools,
  skeletons,
  tool: savedTool,
  args: savedArgs,
}: {
  tools: readonly (SelectOption | SelectGroup)[];
  skeletons: Readonly<Record<string, string>>;
  tool: string;
  args: string;
}) {
  const { values, fields } = useRefused();
  const [tool, setTool] = useState(values["tool"] ?? savedTool);
  const [args, setArgs] = useState(values["arguments"] ?? savedArgs);
  const choose = (next: string): void => {
    setTool(next);
    if (args.trim() === "" || args === (skeletons[tool] ?? "{}")) setArgs(skeletons[next] ?? "{}");
  };
  return (
    <>
      <Field label="Tool" required error={fields["tool"] ?? fields["server"]} className="sm:col-span-2">
        {(control) => (
          <Select
            name="tool"
            placeholder="Choose a tool"
            options={tools}
            value={tool}
            onChange={(event) => choose(event.target.value)}
            {...control}
          />
        )}
      </Field>
      <Field
        label="Arguments"
        hint="As JSON, as an agent would send them."
        error={fields["arguments"]}
        className="sm:col-span-2"
      >
        {(control) => (
          <Textarea
            name="arguments"
            mono
            rows={5}
            spellCheck={false}
            autoCapitalize="none"
            value={args}
            onChange={(event) => setArgs(event.target.value)}
            {...control}
          />
        )}
      </Field>
    </>
  );
}
