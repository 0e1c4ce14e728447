/** Puts a floating element under (or, where there is no room, above) its anchor, inside the window. */
export function placeBeside(floating: HTMLElement, anchor: Element, align: "start" | "center" | "end"): void {
  const gap = 4;
  const edge = 8;
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = floating;
  const wanted = align === "start" ? at.left : align === "end" ? at.right - width : at.left + at.width / 2 - width / 2;
  const below = at.bottom + gap;
  const fits = below + height <= window.innerHeight - edge || at.top < height + gap + edge;
  floating.style.left = `${Math.max(edge, Math.min(wanted, window.innerWidth - width - edge))}px`;
  floating.style.top = `${fits ? below : at.top - gap - height}px`;
}
