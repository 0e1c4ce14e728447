/** How long consents given here last. */
export const lastings = [
  { value: "forever", label: "Until revoked", hours: undefined },
  { value: "4h", label: "4 hours", hours: 4 },
  { value: "30d", label: "30 days", hours: 720 },
  { value: "90d", label: "90 days", hours: 2160 },
] as const;
