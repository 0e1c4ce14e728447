import { descend, type PartRules, type PayloadAction, type Progress, startOf } from "./rules";
import { isSecretName, mask, maskName, maskShapes } from "./secret-shapes";

/** What rules leave of a value. */
export type KeptValue = {
  /** undefined: nothing is kept. */
  value: unknown;
  /** Dotted paths of what was masked; `*` for all of it. Bounded. */
  redacted: string[];
  /** How many values were left out, each with all that was in it. */
  dropped: number;
  /** Whether something was too long or too deep to be looked at, and was cut. */
  cut: boolean;
};

export const keepLimits = {
  /** Paths that are named of what was masked. */
  pathsMax: 50,
  /** Of a longer text only the beginning is looked at: more of it is never kept (`fitValue`). */
  textMax: 96 * 1024,
  /** What is kept of a text that was not looked at as a whole. */
  longTextMax: 16_000,
  /** Of all texts together; what comes after is cut. */
  charsMax: 1_048_576,
  /** As deep as a message may be. */
  depthMax: 64,
} as const;

/** What says in a kept value that something was cut. */
export const cutMark = (what: string): string => `[truncated: ${what}]`;

/** The beginning of a text, and how long it was. */
export const cutText = (text: string, chars: number, length: number): string =>
  `${text.slice(0, chars).toWellFormed()}… ${cutMark(`${length} characters`)}`;

const dropped = Symbol("dropped");

/**
 * A copy of a JSON value as the rules keep it. A value follows the rule that names it, else that of what holds it. Whatever they
 * say, what looks like a secret by its name or by its own shape is masked. Masking what was masked changes nothing. Time is linear
 * in the value.
 */
export function keepValue(rules: PartRules, value: unknown): KeptValue {
  const keeper = new Keeper(rules);
  const kept = keeper.keep(value, rules.base, startOf(rules));
  return {
    value: kept === dropped ? undefined : kept,
    redacted: keeper.redacted,
    dropped: keeper.dropped,
    cut: keeper.cut,
  };
}

class Keeper {
  readonly redacted: string[] = [];
  dropped = 0;
  cut = false;
  readonly #rules: PartRules;
  /** Names on the way to what is looked at. */
  readonly #trail: string[] = [];
  #charsLeft: number = keepLimits.charsMax;

  constructor(rules: PartRules) {
    this.#rules = rules;
  }

  keep(item: unknown, action: PayloadAction, progress: Progress): unknown {
    // From here on no rule names anything any more: all of it has one fate.
    if (progress.length === 0 && action === "drop") return this.#drop();
    if (typeof item !== "object" || item === null) return this.#leaf(item, action);
    if (this.#trail.length >= keepLimits.depthMax) return this.#cut(`nested deeper than ${keepLimits.depthMax}`);
    if (progress.length === 0 && action === "mask") this.#note();
    const before = this.dropped;
    const copy = Array.isArray(item) ? this.#list(item, action, progress) : this.#fields(item, action, progress);
    if (action !== "drop" || (Array.isArray(copy) ? copy : Object.keys(copy)).length > 0) return copy;
    this.dropped = before;
    return this.#drop();
  }

  #list(items: readonly unknown[], action: PayloadAction, progress: Progress): unknown[] {
    const copy: unknown[] = [];
    for (let i = 0; i < items.length; i += 1) {
      this.#trail.push(String(i));
      const kept = this.#child(items[i], i, action, progress);
      this.#trail.pop();
      if (kept !== dropped) copy.push(kept);
    }
    return copy;
  }

  #fields(fields: object, action: PayloadAction, progress: Progress): Record<string, unknown> {
    const copy: Record<string, unknown> = {};
    for (const [key, child] of Object.entries(fields)) {
      const name = maskName(key);
      this.#trail.push(name);
      if (name !== key) this.#note();
      const kept = this.#child(child, key, action, progress);
      this.#trail.pop();
      if (kept === dropped) continue;
      if (name === "__proto__")
        Object.defineProperty(copy, name, { value: kept, enumerable: true, configurable: true });
      else copy[name] = kept;
    }
    return copy;
  }

  #child(child: unknown, key: string | number, action: PayloadAction, progress: Progress): unknown {
    let own = action;
    let next = progress;
    if (progress.length > 0) {
      const down = descend(this.#rules, progress, key);
      next = down.progress;
      own = down.action ?? action;
    }
    if (typeof key !== "string" || child === null || typeof child === "boolean" || !isSecretName(key))
      return this.keep(child, own, next);
    // Nothing below a secret's name is looked at: a rule that keeps it does not make it less of a secret.
    if (own === "drop") return this.#drop();
    if (child !== mask) this.#note();
    return mask;
  }

  #leaf(item: unknown, action: PayloadAction): unknown {
    if (action === "drop") return this.#drop();
    if (action === "mask") {
      const masked = maskOf(item);
      if (masked !== item) this.#note();
      return masked;
    }
    return typeof item === "string" ? this.#text(item) : item;
  }

  #text(text: string): string {
    const length = Math.min(keepLimits.textMax, this.#charsLeft);
    this.#charsLeft -= Math.min(length, text.length);
    const isLong = text.length > length;
    if (isLong) this.cut = true;
    // More is looked at than is kept, so that a secret at the edge is seen as a whole.
    const looked = isLong ? text.slice(0, length) : text;
    const masked = maskShapes(looked);
    if (masked !== looked) this.#note();
    return isLong ? cutText(masked, Math.min(keepLimits.longTextMax, length), text.length) : masked;
  }

  #drop(): typeof dropped {
    this.dropped += 1;
    return dropped;
  }

  #cut(what: string): string {
    this.cut = true;
    return cutMark(what);
  }

  /** The way to what was masked, once where all of a branch is. */
  #note(): void {
    if (this.redacted.length >= keepLimits.pathsMax) return;
    const path = this.#trail.length === 0 ? "*" : this.#trail.join(".");
    const last = this.redacted.at(-1);
    if (last === path || (last !== undefined && (last === "*" || path.startsWith(`${last}.`)))) return;
    this.redacted.push(path);
  }
}

/** What a masked value still says: its type. Nothing has no value to hide. */
function maskOf(item: unknown): unknown {
  if (typeof item === "number") return "[masked number]";
  if (typeof item === "boolean") return "[masked boolean]";
  return item === null || item === undefined ? item : mask;
}
