import { z } from "zod";

/**
 * A tag or a group: a word of the customer's own that policies name many agents, servers or humans by. It means what it
 * means to whoever writes it, so its case is kept; composed one way, so that what looks the same is the same.
 */
export const Word = z
  .string()
  .trim()
  .normalize("NFC")
  .regex(/^[\p{L}\p{M}\p{N} ._:/-]{1,60}$/u, "Use 1 to 60 letters, digits, spaces and . _ - : / only.");

/** The tags or groups of one agent, server or human, as they are given. */
export const Words = z.array(Word).max(50, "There can be 50 at most.");

/** As they are stored: each once, in order. */
export const inOrder = (words: readonly string[]): string[] => [...new Set(words)].sort();
