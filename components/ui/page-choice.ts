import { useSyncExternalStore } from "react";

/** How the page looks by the wish of whoever reads it. */
export type PageChoice<Value extends string> = {
  /** What is chosen; undefined as long as nobody knows, which is until a script runs. */
  use: () => Value | undefined;
  choose: (value: Value) => void;
};

/**
 * A choice that the page itself is the state of: the server wrote it from the cookie `name`. `read` and `show` look at the page and change
 * it; the cookie keeps what differs from `usual` for a year, so that the next page arrives like it.
 */
export function pageChoice<Value extends string>(
  name: string,
  usual: Value,
  read: () => Value,
  show: (value: Value) => void,
): PageChoice<Value> {
  const changed = new EventTarget();
  const subscribe = (listener: () => void): (() => void) => {
    changed.addEventListener("change", listener);
    return () => changed.removeEventListener("change", listener);
  };
  return {
    use: () => useSyncExternalStore(subscribe, read, () => undefined),
    choose(value) {
      show(value);
      const [kept, seconds] = value === usual ? ["", 0] : [value, 31_536_000];
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we support
      document.cookie = `${name}=${kept}; path=/; max-age=${seconds}; samesite=lax`;
      changed.dispatchEvent(new Event("change"));
    },
  };
}
