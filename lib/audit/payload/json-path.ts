/*
 * The part of JSONPath (RFC 9535) that rules are written in: what names values by where they stand, and nothing that computes.
 *
 *   $.user.name   $["user"]["first name"]   a member
 *   $.items[*]    $.items[0]                 all elements or members, one element
 *   $..token      $..["card number"]         a member of this name at any depth
 */

export type PathStep =
  | { kind: "name"; name: string /** At any depth below, not only right below. */; deep: boolean }
  | { kind: "index"; index: number }
  | { kind: "any" };

/** `position`: the character at fault, counted from 0. */
export type PathProblem = { problem: string; position: number };

export const pathLimits = { charsMax: 300, stepsMax: 20 } as const;

/** Reads a path. What it cannot be is said with the place, so that an editor can point at it. */
export function readPath(text: string): { steps: PathStep[] } | PathProblem {
  if (text.length > pathLimits.charsMax)
    return { problem: `A path has ${pathLimits.charsMax} characters at most.`, position: pathLimits.charsMax };
  const reader = new PathReader(text);
  try {
    return { steps: reader.read() };
  } catch (error) {
    if (error instanceof Fault) return { problem: error.message, position: error.position };
    throw error;
  }
}

class Fault extends Error {
  readonly position: number;
  constructor(problem: string, position: number) {
    super(problem);
    this.position = position;
  }
}

const nameFirst = /[\p{L}_]/u;
const nameNext = /[\p{L}\p{N}_]/u;
const escapes: Readonly<Record<string, string>> = {
  ...{ b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" },
  ...{ '"': '"', "'": "'", "\\": "\\", "/": "/" },
};

class PathReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): PathStep[] {
    if (this.#peek() !== "$") throw this.#fault('A path begins with "$", as in $.user.name.');
    this.#at += 1;
    const steps: PathStep[] = [];
    while (this.#at < this.#text.length) {
      if (steps.length === pathLimits.stepsMax) throw this.#fault(`A path has ${pathLimits.stepsMax} steps at most.`);
      steps.push(this.#step());
    }
    if (steps.length === 0)
      throw this.#fault('"$" alone is everything. Choose what happens to everything above the list.');
    return steps;
  }

  #step(): PathStep {
    if (this.#text.startsWith("..", this.#at)) {
      this.#at += 2;
      return { kind: "name", name: this.#deepName(), deep: true };
    }
    if (this.#peek() === ".") {
      this.#at += 1;
      if (this.#peek() !== "*") return { kind: "name", name: this.#plainName(), deep: false };
      this.#at += 1;
      return { kind: "any" };
    }
    if (this.#peek() === "[") return this.#bracket();
    throw this.#fault('Expected ".", ".." or "[".');
  }

  #deepName(): string {
    if (this.#peek() !== "[") return this.#plainName();
    const start = this.#at;
    const step = this.#bracket();
    if (step.kind === "name") return step.name;
    throw new Fault('After ".." stands a name, as in $..token.', start);
  }

  #plainName(): string {
    const start = this.#at;
    const first = this.#char();
    if (first === "*") throw new Fault('After ".." stands a name, as in $..token.', start);
    if (first === undefined || !nameFirst.test(first))
      throw new Fault('Expected a name. Names that are no plain words are written as in $["first-name"].', start);
    let name = first;
    this.#at += first.length;
    for (let next = this.#char(); next !== undefined && nameNext.test(next); next = this.#char()) {
      name += next;
      this.#at += next.length;
    }
    const after = this.#peek();
    if (after !== undefined && after !== "." && after !== "[")
      throw this.#fault(`"${after}" cannot stand in a plain name. Write $["…"] around the name instead.`);
    return name;
  }

  #bracket(): PathStep {
    this.#at += 1;
    this.#blank();
    const first = this.#peek();
    let step: PathStep;
    if (first === "*") {
      this.#at += 1;
      step = { kind: "any" };
    } else if (first === '"' || first === "'") step = { kind: "name", name: this.#quoted(first), deep: false };
    else step = { kind: "index", index: this.#index() };
    this.#blank();
    const after = this.#peek();
    if (after === ",") throw this.#fault("One path names one thing. Write a path for each.");
    if (after === ":") throw this.#fault("Ranges of elements are not known here. Use [*] or [0].");
    if (after !== "]") throw this.#fault('Expected "]".');
    this.#at += 1;
    return step;
  }

  #index(): number {
    const digits = /^(?:0|[1-9]\d{0,8})/.exec(this.#text.slice(this.#at, this.#at + 10))?.[0];
    if (digits === undefined) {
      if (this.#peek() === "?") throw this.#fault("Filters are not known here: a rule looks at where a value stands.");
      if (this.#peek() === "-") throw this.#fault("Elements are counted from the front: [0], [1] …");
      throw this.#fault("Expected a number, * or a name in quotes.");
    }
    this.#at += digits.length;
    return Number(digits);
  }

  #quoted(quote: string): string {
    const start = this.#at;
    this.#at += 1;
    let name = "";
    for (;;) {
      const char = this.#peek();
      if (char === undefined) throw new Fault("This name has no closing quote.", start);
      this.#at += 1;
      if (char === quote) return name;
      name += char === "\\" ? this.#escape() : char;
    }
  }

  #escape(): string {
    const char = this.#peek() ?? "";
    const plain = escapes[char];
    if (plain !== undefined) {
      this.#at += 1;
      return plain;
    }
    const hex = char === "u" ? /^[0-9a-fA-F]{4}/.exec(this.#text.slice(this.#at + 1, this.#at + 5))?.[0] : undefined;
    if (hex === undefined) throw this.#fault("This is not an escape that JSON knows.");
    this.#at += 5;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  #blank(): void {
    while (this.#peek() === " ") this.#at += 1;
  }

  #peek(): string | undefined {
    return this.#text[this.#at];
  }

  /** The character here as a whole, also where it takes two units. */
  #char(): string | undefined {
    const code = this.#text.codePointAt(this.#at);
    return code === undefined ? undefined : String.fromCodePoint(code);
  }

  #fault(problem: string): Fault {
    return new Fault(problem, this.#at);
  }
}
