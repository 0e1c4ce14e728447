"use client";

import Link from "next/link";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { paths } from "@/lib/kernel/paths";

export type IndexedKind = { type: string; title: string; when: string };
export type IndexedFamily = { id: string; family: string; kinds: readonly IndexedKind[] };

const matches = (kind: IndexedKind, family: string, words: readonly string[]): boolean => {
  const text = `${kind.type} ${kind.title} ${family} ${kind.when}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

/** Every kind of event by family, narrowed as one types. Without script it is the whole list. */
export function EventIndex({ families }: { families: readonly IndexedFamily[] }) {
  const [asked, setAsked] = useState("");
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = families
    .map((one) => ({ ...one, kinds: one.kinds.filter((kind) => matches(kind, one.family, words)) }))
    .filter(({ kinds }) => kinds.length > 0);
  const count = shown.reduce((sum, { kinds }) => sum + kinds.length, 0);
  return (
    <>
      <div className="max-w-sm">
        <Field label="Find an event">
          {(control) => (
            <Input
              type="search"
              value={asked}
              onChange={(typed) => setAsked(typed.target.value)}
              autoComplete="off"
              {...control}
            />
          )}
        </Field>
      </div>
      <p role="status" className="pt-1 text-fg-muted text-xs">
        {words.length === 0 ? `${count} kinds of events` : `${count} found`}
      </p>
      {shown.map(({ id, family, kinds }) => (
        <section key={id} aria-labelledby={id} className="pt-6">
          <h2 id={id} className="scroll-mt-16 pb-2 font-semibold text-base">
            {family}
          </h2>
          <ul className="divide-y divide-line rounded-md border border-line">
            {kinds.map(({ type, title, when }) => (
              <li key={type}>
                <Link href={paths.docsEvent(type)} className="block rounded-md px-3 py-2.5 hover:bg-hover">
                  <span className="flex flex-wrap items-baseline gap-x-3">
                    <span className="font-medium">{title}</span>
                    <code className="font-mono text-fg-muted text-xs [overflow-wrap:anywhere]">{type}</code>
                  </span>
                  <span className="block text-fg-muted">{when}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
