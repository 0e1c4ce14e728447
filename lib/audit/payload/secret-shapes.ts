/** What stands where a secret was. */
export const mask = "[masked]";

/** Whether a text holds what was put in the place of a value: a secret's, or one that a rule masks. */
export const hasMask = (text: string): boolean => text.includes("[masked");

/** Names of fields whose value is a secret whatever it looks like. */
const secretName =
  /^(.*[_\-.])?(pass(word|wd|phrase|code)?|pwd|secret|token|jwt|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|connection[_-]?string|authorization|credentials?|cookie|session[_-]?id|client[_-]?secret|pin|otp|cvv|ssn)$/i;
const camelSecretName =
  /(Password|Passphrase|Passcode|Secret|Token|ApiKey|AccessKey|SecretKey|PrivateKey|SigningKey|EncryptionKey|ConnectionString|Credentials?|Cookie)$/;

export const isSecretName = (key: string): boolean => secretName.test(key) || camelSecretName.test(key);

/** A field's name, which may be a secret itself. No shape of a credential is as short as most names are. */
export const maskName = (key: string): string => (key.length < 12 ? key : maskShapes(key));

/**
 * Beginnings and marks that every shape below has one of: a text without any is looked at once. Whoever adds a shape adds its
 * mark; the table of the test has an example of every shape.
 */
const marks =
  /A3T|AKIA|ASIA|ABIA|ACCA|gh[opsur]_|github_pat_|gl[a-z]{2,4}-|GR1348941|xox[a-z]-|xapp-|hooks\.slack|webhooks\/|[prs]k[-_]|whsec_|AIza|GOCSPX-|ya29\.|1\/\/0|Q~|sig=|npm_|pypi-|hf_|gsk_|xai-|pplx-|r8_|nvapi-|dckr_|do[opr]_v1_|shp[acps]|lin_api_|ntn_|secret_|figd_|sbp_|glsa_|glc_|sntry|hvs\.|dapi|PMAK-|NRAK-|rubygems_|pul-|ATATT3|AGE-SECRET|key-|-us\d|SG\.|SK[0-9a-f]{4}|:AA|c[sk][kt]_|eyJ|-----BEGIN|Bearer|\bbearer|BEARER|uthorization|UTHORIZATION/;

/*
 * Every shape is read in linear time, whatever the text is: a run of characters is either begun at its first one only (the
 * look-behind), or bounded, or ends in a match. Only shapes that nothing else has are here: a UUID, a hash, base64 of anything
 * are no secrets by their looks, and what has a secret's name is masked by that.
 */
const shapes: readonly RegExp[] = [
  // AWS access key id
  /(?<![A-Za-z0-9])(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  // GitHub
  /(?<![A-Za-z0-9_])(?:gh[opsur]_[A-Za-z0-9_]{20,}(?:\.[\w-]{8,}){0,2}|github_pat_[A-Za-z0-9_]{20,})/g,
  // GitLab
  /(?<![\w-])(?:gl(?:pat|dt|ptt|rt|cbt|imt|ft|oas|wt)-|GR1348941)[\w-]{20,}(?:\.[\w-]{2,}){0,3}/g,
  // Slack, and its and Discord's webhooks
  /(?<![\w-])(?:xox[a-z]-(?=[\w-]*\d)[\w-]{10,}|xapp-\d-[\w-]{20,})/g,
  /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/]{20,}|\/api\/webhooks\/\d{10,20}\/[\w-]{40,}/g,
  // Stripe and those who copied it
  /(?<![A-Za-z0-9])(?:[prs]k_(?:live|test|prod)_[A-Za-z0-9_]{10,}|whsec_[A-Za-z0-9+/=]{24,})/g,
  // OpenAI, Anthropic, OpenRouter, ElevenLabs and other models
  /(?<![\w-])sk-(?:(?:proj|svcacct|admin|ant|or|live|test)-(?=[\w-]*\d)[\w-]{16,}|(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{32,})/g,
  /(?<![\w-])(?:sk_[0-9a-f]{40,}|hf_[A-Za-z0-9]{30,}|gsk_[A-Za-z0-9]{40,}|xai-[A-Za-z0-9]{40,}|pplx-[A-Za-z0-9]{40,}|r8_[A-Za-z0-9]{35,}|nvapi-[\w-]{40,})/g,
  // Google
  /(?<![\w-])(?:AIza[\w-]{30,}|GOCSPX-[\w-]{20,}|ya29\.[\w-]{20,}|1\/\/0[\w-]{30,})/g,
  // Azure: a client secret, a shared access signature
  /(?<![\w~.-])[\w~.]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/g,
  /(?<=[?&;]sig=)[A-Za-z0-9%+/=]{40,}/g,
  // Package registries and containers
  /(?<![A-Za-z0-9_])(?:npm_[A-Za-z0-9]{36,}|rubygems_[0-9a-f]{48,}|dckr_(?:pat|oat)_[\w-]{20,})/g,
  /(?<![\w-])pypi-[\w-]{50,}/g,
  // Clouds and services
  /(?<![A-Za-z0-9_])(?:do[opr]_v1_[0-9a-f]{64}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|lin_api_[A-Za-z0-9]{32,}|ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43}|sbp_[0-9a-f]{40,}|glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|sntrys_[A-Za-z0-9+/=_]{40,}|sntryu_[0-9a-f]{64})/g,
  /(?<![\w-])(?:figd_[\w-]{40,}|glc_[A-Za-z0-9+/]{40,}=*|hvs\.[\w-]{24,}|dapi[0-9a-f]{32}(?:-\d)?|PMAK-[0-9a-f]{24}-[0-9a-f]{34}|NRAK-[A-Z0-9]{27}|pul-[0-9a-f]{40}|ATATT3[\w=-]{60,}|AGE-SECRET-KEY-1[A-Z0-9]{58}|key-[0-9a-f]{32}(?![0-9a-f])|[0-9a-f]{32}-us\d{1,2}(?!\d))/g,
  // SendGrid, Twilio, a Telegram bot
  /(?<![\w-])(?:SG\.[\w-]{16,32}\.[\w-]{16,64}|SK[0-9a-f]{32}(?![0-9A-Za-z])|\d{8,10}:AA[\w-]{32,34}(?![\w-]))/g,
  // Ours
  /(?<![\w-])(?:csk|cst)_[\w-]{20,}/g,
  // A JSON Web Token
  /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  // Private keys, also when their end was cut off
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
];

/** Shapes of which the beginning is no secret and stays: `$1`. */
const led: readonly RegExp[] = [
  /\b(Bearer\s{1,5})(?=[\w.~+/-]{0,200}\d)[\w.~+/-]{12,}={0,2}/gi,
  /\b(authorization\\?["']?\s{0,5}[:=]\s{0,5}\\?["']?(?:bearer|basic|token|digest|negotiate|apikey)\s{1,5})(?:[^\s"',;\\[]{16,}|(?=[^\s"',;\\[]{0,15}\d)[^\s"',;\\[]{8,})/gi,
];

/** `scheme://user:password@`: the user stays. */
const urlUser = /([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@?#"'<>]{0,100}):[^\s/@"'<>]{1,300}@/gi;

/*
 * What is written as the value of a secret's name. In quotes anything; after `=` one word, unless it is a call, a reference or a
 * switch; after `:`, which also ends clauses of prose, only what no word looks like.
 */
const assigned: readonly RegExp[] = [
  /((?:passw(?:or)?d|passphrase|passcode|pwd|secret|token|api[ _-]?key|(?:access|secret|private|account|signing|encryption)[_-]?key|credentials?)\\?["']?\s{0,5}(?:=>|=|:)\s{0,5}\\?["'])[^"'\\\n]+/gi,
  /((?:passw(?:or)?d|passphrase|passcode|pwd|secret|token|api[_-]?key|(?:access|secret|private|account|signing|encryption)[_-]?key)\s{0,3}=\s{0,3})(?![=~>\s"'[({$<\\]|[\w.$]{1,80}\(|(?:null|none|nil|undefined|true|false|yes|no|await|new)\b|(?:process|os|env|var|vars|secrets|config|vault)[.:])[^\s"'&;,<>]{3,}/gi,
  /((?:passw(?:or)?d|passphrase|passcode|pwd)\s{0,3}:\s{0,3})(?=\S{0,199}[\d!@#$%^*+=~])(?!https?:|[[({$<\\])[^\s"',;<>]{6,}/gi,
  /((?:secret|token|api[ _-]?key|(?:access|secret|private|account|signing|encryption)[_-]?key)\s{0,3}:\s{0,3})(?=\S{0,199}\d)(?!https?:|[[({$<\\])[^\s"',;<>]{12,}/gi,
];
const assignedName = /passw|passp|passc|pwd|secret|token|key|credential/i;

/** No shape is shorter. */
const shortest = 8;

/** A text with everything that has the shape of a credential masked. Doing it twice is doing it once. */
export function maskShapes(text: string): string {
  if (text.length < shortest) return text;
  let masked = text;
  if (marks.test(text)) {
    for (const shape of shapes) masked = masked.replace(shape, mask);
    for (const shape of led) masked = masked.replace(shape, `$1${mask}`);
  }
  if (text.includes("://") && text.includes("@")) masked = masked.replace(urlUser, `$1:${mask}@`);
  if ((text.includes("=") || text.includes(":")) && assignedName.test(text))
    for (const shape of assigned) masked = masked.replace(shape, `$1${mask}`);
  return masked;
}
