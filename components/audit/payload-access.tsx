"use client";

import { createContext, type ReactNode, useContext } from "react";

const Access = createContext(false);

/** Whether whoever looks may see stored arguments. It only chooses words and buttons: the answer checks again. */
export const useMayReadPayloads = (): boolean => useContext(Access);

export function PayloadAccess({ mayRead, children }: { mayRead: boolean; children: ReactNode }) {
  return <Access value={mayRead}>{children}</Access>;
}
