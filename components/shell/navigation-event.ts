/** A navigation within the product that has begun. */
export type NavigationStart = { url: string; type: "push" | "replace" | "traverse" };

const name = "countersign:navigation";

// An event of the window and no variable of this module: who tells is bundled apart from who listens.
export const tellNavigation = (start: NavigationStart): void => {
  window.dispatchEvent(new CustomEvent(name, { detail: start }));
};

/** Calls `listener` for each; gives how to stop. */
export function onNavigation(listener: (start: NavigationStart) => void): () => void {
  const listen = (event: Event) => {
    // safe because only the function above makes events of this name
    if (event instanceof CustomEvent) listener(event.detail as NavigationStart);
  };
  window.addEventListener(name, listen);
  return () => window.removeEventListener(name, listen);
}
