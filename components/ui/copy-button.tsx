"use client";

import { useEffect, useState } from "react";
import { Button } from "./button";
import { Icon } from "./icon";

/** Puts a text on the clipboard and says so. Without a label it is an icon, named by what it copies. */
export function CopyButton({
  text,
  what,
  label,
  className,
}: {
  text: string;
  /** Names the thing for assistive technology: "event id". */
  what: string;
  label?: string | undefined;
  className?: string | undefined;
}) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1600);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // Refused by the browser (no permission, no secure context): the text is still there to be selected.
      setState("failed");
    }
  };

  const icon = state === "copied" ? "check" : state === "failed" ? "alert" : "copy";
  const said = state === "copied" ? "Copied" : state === "failed" ? "Could not copy" : "";
  return (
    <>
      {label === undefined ? (
        <button
          type="button"
          onClick={copy}
          aria-label={`Copy ${what}`}
          title={`Copy ${what}`}
          className={`inline-grid size-6 shrink-0 align-middle place-items-center rounded-xs text-fg-subtle hover:bg-selected hover:text-fg ${className ?? ""}`}
        >
          <Icon name={icon} size={14} />
        </button>
      ) : (
        <Button size="sm" icon={icon} onClick={copy} {...(className === undefined ? {} : { className })}>
          {said === "" ? label : said}
        </Button>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}
