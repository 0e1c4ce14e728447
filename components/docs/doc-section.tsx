import type { ReactNode } from "react";

/** A part of a page with a heading that can be linked to. */
export function DocSection({
  id,
  title,
  level = 2,
  children,
}: {
  id: string;
  title: ReactNode;
  level?: 2 | 3 | undefined;
  children: ReactNode;
}) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section aria-labelledby={id} className="grid min-w-0 gap-3 pt-7">
      <Heading id={id} className={`scroll-mt-16 font-semibold ${level === 2 ? "text-lg" : "text-base"}`}>
        {title}
      </Heading>
      {children}
    </section>
  );
}

/** Text of a guide: paragraphs and lists with room between them. */
export function Prose({ children }: { children: ReactNode }) {
  return (
    <div className="grid gap-2.5 leading-relaxed [&_li]:my-1 [&_ol]:list-decimal [&_ol]:pl-5 [&_ul]:list-disc [&_ul]:pl-5">
      {children}
    </div>
  );
}

/** A name that a machine reads, inside text. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <code className="rounded-xs border border-line bg-sunken px-1 py-px font-mono text-[0.92em] [overflow-wrap:anywhere]">
      {children}
    </code>
  );
}
