import { tellNavigation } from "./components/shell/navigation-event";

/** Next calls this in the browser when a navigation within the product begins. */
export function onRouterTransitionStart(url: string, type: "push" | "replace" | "traverse"): void {
  tellNavigation({ url, type });
}
