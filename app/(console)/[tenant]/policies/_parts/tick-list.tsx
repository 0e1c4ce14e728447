"use client";

import type { ComponentProps } from "react";
import { useRefused } from "../../_parts/action-form";
import { CheckList } from "../../_parts/fields";

/** A list of boxes that keeps its ticks when the form comes back without script. */
export function TickList({ name, selected, ...rest }: ComponentProps<typeof CheckList>) {
  const { values } = useRefused();
  const typed = values[name];
  return (
    <CheckList
      name={name}
      selected={typed === undefined ? selected : typed.split("\n").filter((value) => value !== "")}
      {...rest}
    />
  );
}
