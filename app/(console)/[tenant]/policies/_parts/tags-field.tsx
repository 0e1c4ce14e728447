import { TextareaField } from "../../_parts/fields";

/** Groups or tags of a scope; one of them is enough. */
export function TagsField({
  name,
  label,
  tags,
  of,
  placeholder,
}: {
  name: string;
  label: string;
  tags: readonly string[] | undefined;
  of: "human" | "agent" | "server";
  placeholder: string;
}) {
  return (
    <TextareaField
      name={name}
      label={label}
      mono
      rows={1}
      defaultValue={tags?.join("\n") ?? ""}
      placeholder={placeholder}
      hint={`One a line; one of them is enough. Empty: any ${of}.`}
    />
  );
}
