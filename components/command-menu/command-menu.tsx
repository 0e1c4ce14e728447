"use client";

import {
  type ComponentType,
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import { paths } from "@/lib/kernel/paths";
import type { MenuProps } from "./menu";

const Ask = createContext<() => void>(() => {});

/** Opens the menu of the shell. */
export const useAsk = (): (() => void) => useContext(Ask);

const never = () => () => {};

/** Whether the script is alive, and whether the keyboard has ⌘: the server knows neither. */
export const useAlive = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
export const useMac = (): boolean => useSyncExternalStore(never, isMac, () => false);
const isMac = (): boolean => /Mac|iP(hone|ad)/.test(navigator.platform);

/**
 * What ⌘K (Ctrl+K) and the search buttons inside open. The menu itself is a chunk that is fetched when it is asked for; where it
 * cannot be, the search of the log opens in its place. With its modifier the key is none of the letters that can be turned off
 * (WCAG 2.1.4), and no feed hears it.
 */
export function CommandMenu({ children, ...rest }: Omit<MenuProps, "asked"> & { children: ReactNode }) {
  const { tenant } = rest;
  const [asked, setAsked] = useState(0);
  const [menu, setMenu] = useState<{ Menu: ComponentType<MenuProps> }>();
  const ask = useCallback(() => {
    setAsked((times) => times + 1);
    import("./menu").then(setMenu, () => window.location.assign(paths.audit(tenant)));
  }, [tenant]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { key, altKey, shiftKey, ctrlKey, metaKey } = event;
      const held = isMac() ? metaKey && !ctrlKey : ctrlKey && !metaKey;
      if (!held || altKey || shiftKey || key.toLowerCase() !== "k") return;
      event.preventDefault();
      // What is asked in another dialog is answered first.
      if (document.querySelector("dialog[open]") === null) ask();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [ask]);
  return (
    <Ask value={ask}>
      {children}
      {menu && <menu.Menu {...rest} asked={asked} />}
    </Ask>
  );
}
