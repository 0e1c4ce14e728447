"use client";

import { createContext, type ReactNode, useContext } from "react";

type Access = { mayRead: boolean; mayErase: boolean };

const AccessContext = createContext<Access>({ mayRead: false, mayErase: false });

/** Whether whoever looks may see and erase stored arguments. It only chooses words and buttons: the answer checks again. */
export const usePayloadAccess = (): Access => useContext(AccessContext);

export function PayloadAccess({ mayRead, mayErase, children }: Access & { children: ReactNode }) {
  return <AccessContext value={{ mayRead, mayErase }}>{children}</AccessContext>;
}
