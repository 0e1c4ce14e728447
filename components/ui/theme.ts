/** What a person chose; `system` follows the device. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const toTheme = (value: string | undefined): Theme => (value === "light" || value === "dark" ? value : "system");
