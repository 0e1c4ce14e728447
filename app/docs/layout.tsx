import type { Metadata } from "next";
import type { ReactNode } from "react";
import { DocsShell } from "@/components/docs/docs-shell";

export const metadata: Metadata = { title: { default: "Docs · Countersign", template: "%s · Countersign Docs" } };

export default function DocsLayout({ children }: { children: ReactNode }) {
  return <DocsShell>{children}</DocsShell>;
}
