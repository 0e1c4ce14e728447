"use client";

import { useEffect, useRef } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { type Connection, toSnippets } from "./snippets";

/** The token, this once, and what to paste where. */
export function Connected({ connection }: { connection: Connection }) {
  const { token, label, path, servers } = connection;
  const top = useRef<HTMLDivElement>(null);
  // The form that had the focus is gone: whoever reads goes on here, by ear or by eye.
  useEffect(() => {
    top.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, []);
  return (
    <div ref={top} tabIndex={-1} className="grid gap-4 outline-none">
      <Notice tone="success" title={`${label} is connected.`} live>
        Copy the token now. It is shown this once and stored only as a hash.
      </Notice>
      <Card title="Token" actions={<CopyButton text={token} what="token" label="Copy token" />}>
        <p className="rounded-md border border-line bg-sunken px-3 py-2">
          <code className="font-mono [overflow-wrap:anywhere]">{token}</code>
        </p>
      </Card>
      {servers.length > 0 && (
        <Card title="Tell the client" description="Ready to paste, with the token in it.">
          <div className="grid gap-2">
            {toSnippets(connection).map(({ agent, title, where, code }, index) => (
              <details key={agent} open={index === 0} className="group/client rounded-md border border-line">
                <summary className="flex items-center gap-2 rounded-md px-3 py-2 font-medium hover:bg-hover">
                  <Icon
                    name="chevron-right"
                    size={14}
                    className="text-fg-subtle transition-transform group-open/client:rotate-90"
                  />
                  {title}
                </summary>
                <div className="grid gap-2 px-3 pb-3">
                  <p className="text-fg-muted text-xs">{where}</p>
                  <CodeBlock code={code} label={`${title} configuration`} />
                </div>
              </details>
            ))}
          </div>
        </Card>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <ButtonLink href={path} variant="primary">
          Open the instance
        </ButtonLink>
      </div>
    </div>
  );
}
