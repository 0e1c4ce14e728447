import type { Facts, Finding } from "./diagnosis";
import type { Step, StepName } from "./step";

type Refusal = (facts: Facts, step: Step) => Finding;

const startOver =
  "Remove the server from the client and add it again. Clients keep a client_id, and only then do they ask for a new one.";

const tooFast: Refusal = ({ client }) => ({
  title: "Asked too often",
  what: `${client} asked more often than one address may within a minute.`,
  advice: [{ text: "Wait a minute and try again. If it goes on, the client asks in a loop: restart it." }],
});

const broken: Refusal = (_, { text }) => ({
  title: "Something broke here",
  what: text ?? "The authorization server could not answer.",
  advice: [{ text: "Try again. If it happens again, the log of the server says why, under the id in this sentence." }],
});

/** Refusals that mean the same wherever they happen. */
const anywhere: Readonly<Record<string, Refusal>> = {
  slow_down: tooFast,
  server_error: broken,
  temporarily_unavailable: broken,
};

const registration: Readonly<Record<string, Refusal>> = {
  access_denied: ({ client }) => ({
    title: "Registration is turned off",
    what: `${client} wanted to register itself, and this environment lets no client do that.`,
    advice: [
      { text: "Turn on registration in the OAuth settings,", place: "oauth" },
      { text: "or add the client by hand and put its client_id into the client's configuration.", place: "clients" },
    ],
  }),
  invalid_redirect_uri: (_, { text }) => ({
    title: "No redirect URI can be taken",
    what: text ?? "None of the addresses that the client named for the answer can be taken.",
    advice: [
      { text: "Where it says that a place is not admitted, add it to the admitted hosts.", place: "oauth" },
      { text: "http is taken for this machine only (localhost); everything else has to be https." },
    ],
  }),
  invalid_client_metadata: (_, { text }) => ({
    title: "The registration was not understood",
    what: text ?? "What the client said of itself was not understood.",
    advice: [{ text: "Update the client, or add it by hand.", place: "clients" }],
  }),
};

const authorize: Readonly<Record<string, Refusal>> = {
  client_id_missing: () => ({
    title: "client_id is missing",
    what: "The address that the client opened in the browser names no client.",
    advice: [{ text: "Update the client. Where a client_id can be configured, configure one.", place: "clients" }],
  }),
  client_unknown: ({ clientId }, { text }) =>
    clientId !== null && /^https?:\/\//i.test(clientId)
      ? {
          title: "The client's metadata document does not count",
          what: text ?? "The document behind the client_id cannot be used.",
          advice: [
            {
              text: `Look whether metadata documents are on and ${hostOf(clientId)} is admitted.`,
              place: "oauth",
            },
            {
              text: `This server has to be able to open ${clientId}. Behind a firewall, turn documents off: clients then register.`,
            },
          ],
        }
      : {
          title: "The client is not registered here",
          what: "The client uses a client_id that this environment does not know: it expired unused, was deleted, or is of another environment.",
          advice: [
            { text: startOver },
            { text: "A client_id that was typed by hand has to be one of these.", place: "clients" },
          ],
        },
  client_suspended: ({ client }) => ({
    title: "The client is suspended",
    what: `An administrator suspended ${client} here.`,
    advice: [{ text: "Resume it, if it should be used.", place: "clients" }],
  }),
  redirect_uri_missing: () => ({
    title: "redirect_uri is missing",
    what: "The client has several redirect URIs and did not say which it wants the answer at.",
    advice: [{ text: "Update the client." }],
  }),
  redirect_uri_not_registered: ({ registered }, { sent }) => ({
    title: "The redirect URI is not registered",
    what: `The client wants the answer at ${sent ?? "an address"}, and registered ${
      registered.length === 0 ? "none that is known here" : registered.join(", ")
    }.`,
    advice: [
      { text: startOver },
      {
        text: "For a client that was added by hand, add this redirect URI to it. It has to be the same to the letter; only the port of localhost may differ.",
        place: "clients",
      },
      {
        text: "If nobody here tried to connect just then, somebody may have sent a link that leads answers elsewhere.",
      },
    ],
  }),
  place_not_admitted: (_, { text, sent }) => ({
    title: "The host is not admitted",
    what: text ?? `Answers to ${sent ?? "this host"} are not admitted here.`,
    advice: [{ text: "Add it to the admitted hosts, if you know the client.", place: "oauth" }],
  }),
  not_for_people: ({ client }) => ({
    title: "The client acts by itself only",
    what: `${client} was added for client credentials, and now asks a human.`,
    advice: [
      { text: "Give it a redirect URI by adding it anew, or configure it for client credentials.", place: "clients" },
    ],
  }),
  pkce_missing: ({ client }) => ({
    title: "PKCE is missing",
    what: `${client} sent no code_challenge. Without PKCE nobody is authorized here (OAuth 2.1).`,
    advice: [
      {
        text: "Update the client: every current MCP client sends it. In one of your own, send code_challenge and code_challenge_method=S256.",
      },
      { text: "A client without PKCE can still be given a static token.", place: "agents" },
    ],
  }),
  pkce_not_s256: () => ({
    title: "PKCE with another method than S256",
    what: "The client sent its code_challenge as it is (plain), or with a method that nobody knows.",
    advice: [{ text: "Configure the client to use code_challenge_method=S256, or update it." }],
  }),
  invalid_target: ({ server }, { sent, text }) => ({
    title: "Unknown resource",
    what: `The client asked for ${sent ?? "a resource"}${text === undefined ? "" : `. It was told: ${text}`}`,
    advice: [
      { text: "Compare the address in the client with the one in the quickstart, to the letter.", place: "quickstart" },
      {
        text:
          server === null
            ? "Look whether the server is imported."
            : `Look whether ${server} is imported and switched on.`,
        place: "servers",
      },
    ],
  }),
};

const consent: Readonly<Record<string, Refusal>> = {
  access_denied: ({ client }) => ({
    title: "The human said no",
    what: `Somebody was asked whether ${client} may act for them, and refused.`,
    advice: [{ text: "If that was a mistake: connect again from the client and allow it." }],
  }),
  nothing_granted: () => ({
    title: "Nothing is granted to this human",
    what: "The human signed in, and there is no server that they may let an agent use. They asked for access.",
    advice: [{ text: "Grant them a ceiling on the server; the same page then goes on.", place: "humans" }],
  }),
};

const token: Readonly<Record<string, Refusal>> = {
  invalid_client: (_, { text }) => ({
    title: "The client could not show who it is",
    what: text ?? "The client authenticated in another way than it is registered with, or with a wrong secret.",
    advice: [
      {
        text: "Compare client_id, secret and way to authenticate with what is registered. A lost secret can be replaced.",
        place: "clients",
      },
      { text: startOver },
    ],
  }),
  unauthorized_client: (_, { text }) => ({
    title: "The client may not have this token",
    what: text ?? "The client is suspended, or not made for this kind of token.",
    advice: [{ text: "Look at the client: whether it is suspended, and which grants it has.", place: "clients" }],
  }),
  invalid_grant: (_, { text }) => ({
    title: "The code or refresh token is worth nothing",
    what: text ?? "It has expired, was used before, or belongs to another client.",
    advice: [
      { text: "Connect again from the client: codes count once and for a few minutes." },
      { text: "Where a token was used twice, the agent was disconnected to be safe. The log tells.", place: "audit" },
    ],
  }),
  invalid_target: (_, { text }) => ({
    title: "The token was asked for another server",
    what: text ?? "At the token endpoint the client named another resource than the human was asked for.",
    advice: [
      {
        text: "Remove the server from the client and add it again, with the address of the quickstart.",
        place: "quickstart",
      },
    ],
  }),
  unsupported_grant_type: (_, { text }) => ({
    title: "This grant type is not offered",
    what: text ?? "The client asked in a way that is not offered here.",
    advice: [{ text: "Offered are authorization_code, refresh_token and client_credentials." }],
  }),
};

const call: Readonly<Record<string, Refusal>> = {
  token_unknown: ({ client }) => ({
    title: "The token is not known here",
    what: `${client} came with a bearer token that this environment never gave, or whose agent was deleted.`,
    advice: [
      {
        text: "Take a configured Authorization header out of the client, so that it asks its human; or connect it with a new static token.",
        place: "agents",
      },
    ],
  }),
  token_for_another_server: ({ server }, { text }) => ({
    title: "The token is for another server",
    what: `${text ?? "The token was issued for another server"} It was used at ${server ?? "this one"}.`,
    advice: [
      { text: "Each server is connected by itself: connect this one from the client, too.", place: "quickstart" },
    ],
  }),
  server_unavailable: (_, { text }) => ({
    title: "The server is not there",
    what: text ?? "The address names no server of this environment, or one that is switched off.",
    advice: [{ text: "Import it or switch it on, and compare the address.", place: "servers" }],
  }),
};

const bySteps: Partial<Record<StepName, Readonly<Record<string, Refusal>>>> = {
  registration,
  authorize,
  consent,
  token,
  call,
};

/** Every refusal that has words of its own, for the documentation. */
export const refusalCodes: readonly { step: StepName; code: string }[] = Object.entries(bySteps).flatMap(
  // safe because the record has steps as its keys
  ([step, refusals]) => Object.keys(refusals).map((code) => ({ step: step as StepName, code })),
);

/** What a refused step means. One that has no words of its own is told as the client was told it. */
export function toRefusalFinding(facts: Facts, step: Step): Finding {
  const code = step.code ?? "";
  const known = bySteps[step.step]?.[code] ?? anywhere[code];
  if (known) return known(facts, step);
  return {
    title: "Refused",
    what: step.text ?? `It was refused${code === "" ? "" : ` (${code})`}.`,
    advice: [{ text: "Update the client, or connect it with a static token.", place: "agents" }],
  };
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "its host");
