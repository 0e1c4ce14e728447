"use client";

import { useCallback, useRef, useState } from "react";
import type { Facet, Summary } from "@/lib/audit/summarize";
import type { FilterName } from "./filter-params";
import { withParam } from "./with-param";

export type FacetState = { status: "idle" | "loading" | "failed"; facet?: Facet | undefined };

/** Asks `events/summary` how often the values of one filter occur, whenever `load` is called. */
export function useFacet(address: string, name: FilterName): FacetState & { load: () => void } {
  const [state, setState] = useState<FacetState>({ status: "idle" });
  const latest = useRef(0);
  const load = useCallback(() => {
    latest.current += 1;
    const mine = latest.current;
    setState(({ facet }) => ({ status: "loading", facet }));
    readFacet(address, name).then(
      (facet) => mine === latest.current && setState({ status: "idle", facet }),
      // Said beside the list, which works without counts.
      () => mine === latest.current && setState({ status: "failed" }),
    );
  }, [address, name]);
  return { ...state, load };
}

async function readFacet(address: string, name: FilterName): Promise<Facet | undefined> {
  const response = await fetch(withParam(address, "facets", name), {
    headers: { accept: "application/json" },
  });
  if (!response.ok) throw new Error(`The counts could not be read (${response.status}).`);
  const summary = (await response.json()) as Summary; // safe because the API answers this path with exactly this shape
  return summary.facets[name];
}

/** What counts are of, in a few words. */
export function toCountNote({ status, facet }: FacetState): string {
  if (status === "failed") return "Counts could not be read.";
  if (status === "loading") return "Counting…";
  if (facet === undefined) return "";
  return facet.exact ? "" : `Of the newest ${facet.of.toLocaleString("en")}`;
}
