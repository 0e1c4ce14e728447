"use client";

import Form from "next/form";
import { type ReactNode, useEffect, useRef } from "react";
import { filterNames } from "./filter-params";
import { useZone } from "./zone";
import { fromField } from "./zone-time";

/**
 * A GET form whose fields are the URL. Without script the browser submits it; with script the next page comes softly,
 * times leave on UTC, and what says nothing stays out of the URL.
 */
export function FilterForm({
  action,
  query,
  children,
}: {
  action: string;
  /** The query that the fields were rendered from. */
  query: string;
  children: ReactNode;
}) {
  const form = useRef<HTMLFormElement>(null);
  const zone = useZone();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query, as after a chip was removed, resets the fields
  useEffect(() => form.current?.reset(), [query]);

  useEffect(() => {
    const element = form.current;
    const tidy = ({ formData }: FormDataEvent) => {
      const custom = formData.get("range") === "custom";
      if (custom) formData.delete("range");
      for (const name of ["from", "to"]) {
        const value = formData.get(name);
        if (!custom || value === "") formData.delete(name);
        else if (typeof value === "string") formData.set(name, fromField(value, zone) ?? value);
      }
      for (const name of ["range", "q", ...filterNames]) if (formData.get(name) === "") formData.delete(name);
    };
    element?.addEventListener("formdata", tidy);
    return () => element?.removeEventListener("formdata", tidy);
  }, [zone]);

  return (
    <Form ref={form} action={action} scroll={false} role="search" className="grid min-w-0 gap-1.5">
      {children}
    </Form>
  );
}
