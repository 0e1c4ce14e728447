import { quote, visible } from "./finding";

/**
 * Something in a text that speaks to the model, or that people do not see. `said` tells one mark from another; `steers`: it names
 * another tool to call, which many honest descriptions do, so it counts only where it is new in a tool that people knew.
 */
export type TextMark = { kind: "instruction_like" | "hidden_text"; what: string; said: string; steers: boolean };

/** No description that people read is longer; of what is, the rest is said to be unread. */
export const readMax = 20_000;

/*
 * What nobody sees. Joiners between pictures and in scripts that need them, and the selector after a picture, are how people
 * write; everywhere else they can carry a text (tag characters and variation selectors carry any).
 */
const written =
  /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{fe0f})\u{200d}(?=\p{Extended_Pictographic})|(?<=\p{Emoji})(?:\u{fe0e}|\u{fe0f})|(?<=\p{Script=Arabic}|\p{Script=Devanagari}|\p{Script=Bengali}|\p{Script=Tamil}|\p{Script=Telugu}|\p{Script=Malayalam}|\p{Script=Sinhala})(?:\u{200c}|\u{200d})/gu;

/** Of these the first that is found says enough. */
const unseen: readonly (readonly [string, RegExp])[] = [
  ["tag characters", /[\u{e0000}-\u{e007f}]/u],
  ["characters that turn the direction of the text", /[\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]/u],
  ["invisible characters", /[\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}]/u],
];

const hidden: readonly (readonly [string, RegExp])[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  ["terminal escape sequences", /[\u{1b}\u{9b}]/u],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
  ["control characters", /[\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1a}\u{1c}-\u{1f}\u{7f}-\u{9a}\u{9c}-\u{9f}]/u],
  ["an HTML comment", /<!--/u],
  ["a long run of white space", /[ \t\u{a0}\u{2000}-\u{200a}\u{3000}]{64}|(?:\n[ \t\r]{0,64}){16}/u],
];

/*
 * What speaks to the model. Read in lower case, with every white space one blank. Each pattern is a constant of ours, and every
 * repetition in it is bounded, so a text is read in linear time.
 */
const orders: readonly (readonly [string, RegExp])[] = [
  [
    "text that overrides other instructions",
    /\b(?:ignore|disregard|forget|override|bypass)\s(?:\w{1,20}\s){0,4}?(?:previous|prior|above|earlier|other|all|any|system|your|safety)\s(?:\w{1,20}\s){0,2}?(?:instructions?|prompts?|rules?|guidelines|directives)\b/u,
  ],
  [
    "text that asks for silence",
    /\b(?:do not|don['’]t|never|without)\s(?:\w{1,20}\s){0,2}?(?:tell|telling|mention|mentioning|inform|informing|notify|notifying|show|showing|reveal|revealing|disclose|disclosing|alert|alerting|ask|asking|warn|warning)\s(?:[\w,]{1,20}\s){0,6}?(?:users?|humans?|anyone|anybody|person)\b/u,
  ],
  [
    "text that asks for silence",
    /\b(?:hide|conceal|keep)\s(?:[\w,]{1,20}\s){0,6}?(?:from|secret from)\s(?:the\s)?(?:users?|humans?|anyone|anybody)\b/u,
  ],
  [
    "the markup of a prompt",
    /<\/?\s?(?:important|system|instructions?|secret|assistant|hidden|critical|override|system[-_ ]prompt)\b[^<>]{0,40}>|<\|[a-z_]{2,20}\|>|\[\/?inst\]|<<\/?sys>>/u,
  ],
  [
    "an order for what is done besides",
    /\b(?:before|after|prior to|when|whenever)\s(?:using|calling|invoking|running|executing|you use|you call)\s(?:this|the|any|every|other|another)\s(?:\w{1,30}\s){0,2}?(?:tools?|functions?)\b[^.]{0,60}?\b(?:read|call|invoke|use|run|execute|send|open|fetch|include|pass|must|always|first)\b/u,
  ],
  [
    "a place where secrets are kept",
    /(?:^|[\s"'`(/~])\.(?:ssh|aws|gnupg|netrc|npmrc|kube|env)(?![\w-])|\bid_(?:rsa|ed25519|ecdsa|dsa)\b|\/etc\/(?:passwd|shadow)\b|\bclaude_desktop_config\b|\.cursor\/mcp\.json/u,
  ],
  [
    "a request for secrets",
    /\b(?:send|include|pass|provide|put|copy|paste|attach|read|reveal|print|supply|append|forward|give)\s(?:[\w']{1,20}\s){0,4}?(?:your|user['’]s|users['’]|system|their|any|all|stored|environment)\s(?:\w{1,20}\s){0,2}?(?:passwords?|passphrases?|secrets?|api[ _-]?keys?|access tokens?|tokens?|credentials?|private keys?|ssh keys?|system prompt|conversation|chat history|environment variables?|variables|cookies?)\b/u,
  ],
  ["a request for secrets", /\b(?:reveal|repeat|print|include|send|pass|copy)\s(?:\w{1,20}\s){0,3}?system prompt\b/u],
];

const steering =
  /\b(?:also|then|first|always|must)\s(?:\w{1,20}\s){0,2}?(?:call|invoke|use|run|execute)\s(?:the\s)?(?!this\b|it\b|the\b|a\b|an\b)[`'"“]?[\w.-]{1,60}[`'"”]?\s(?:tool|function)\b/u;

/** No order, comment or run of white space that is looked for is shorter. */
const shortest = 4;

/** Every mark of a text that comes from outside, of which no more than `readMax` characters are read. */
export function marksOf(text: string): TextMark[] {
  const read = text.slice(0, readMax);
  const marks: TextMark[] = [];
  // Most texts of a schema are short words that can hold none of it.
  const isPlain = /^[ -~]*$/.test(read);
  if (isPlain && read.length < shortest) return marks;
  const unwritten = isPlain ? read : read.replace(written, "");
  const first = isPlain ? undefined : unseen.find(([, pattern]) => pattern.test(unwritten));
  for (const [what, pattern] of first ? [first, ...hidden] : hidden) {
    const found = pattern.exec(unwritten);
    if (found !== null) {
      const from = Math.max(0, found.index - 20);
      const shown = quote(unwritten.slice(from, found.index + 60));
      marks.push({ kind: "hidden_text", what: `${what}: ${shown}`, said: what, steers: false });
    }
  }
  // Whoever hides characters between the letters of an order gives the same order.
  const plain = withoutUnseen(read).normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
  for (const [what, pattern] of orders) {
    const said = pattern.exec(plain)?.[0];
    if (said !== undefined)
      marks.push({ kind: "instruction_like", what: `${what}: ${quote(said)}`, said: `${what} ${said}`, steers: false });
  }
  const steered = steering.exec(plain)?.[0];
  if (steered !== undefined)
    marks.push({
      kind: "instruction_like",
      what: `an order to call another tool: ${quote(steered)}`,
      said: visible(steered),
      steers: true,
    });
  return marks;
}

const withoutUnseen = (text: string): string =>
  text.replace(/[\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu, "");
