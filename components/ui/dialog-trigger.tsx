"use client";

import { Button, type ButtonProps } from "./button";
import { openDialog } from "./dialog-control";

/** Opens the dialog of that id. The attributes do it where the browser knows invoker commands, the handler elsewhere. */
export function DialogTrigger({ dialog, ...rest }: { dialog: string } & Omit<ButtonProps, "type" | "onClick">) {
  const opens = { command: "show-modal", commandfor: dialog };
  return <Button aria-haspopup="dialog" {...opens} onClick={() => openDialog(dialog)} {...rest} />;
}
