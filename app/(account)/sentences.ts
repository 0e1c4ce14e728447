/** One sentence for an unknown e-mail, a wrong password and an account without one: they must not be told apart. */
export const wrongSentence = "The e-mail or the password is not right.";

export const toWaitSentence = (seconds: number): string => {
  const minutes = Math.ceil(seconds / 60);
  return `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
};

const notSignedIn = "Signing in did not work. Try again.";

/** What next-auth's error codes mean to a person. */
const sentences: Readonly<Record<string, string>> = {
  CredentialsSignin: wrongSentence,
  TooManyAttempts: "Too many attempts. Try again in a few minutes.",
  AccessDenied: "This login belongs to nobody here. Ask an admin to add your e-mail.",
  OAuthSignin: "The identity provider cannot be reached. Try again, or sign in with your password.",
  OAuthCallback: "The identity provider's answer could not be used. Try again.",
};

export const toErrorSentence = (code: string): string =>
  Object.hasOwn(sentences, code) ? (sentences[code] ?? notSignedIn) : notSignedIn;
