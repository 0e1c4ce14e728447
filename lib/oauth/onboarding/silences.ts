import type { Facts, Finding } from "./diagnosis";
import type { StepName } from "./step";

/** A step after which nothing came: how long that is no news, what is waited for, and what it means afterwards. */
type Silence = {
  patienceSeconds: number;
  awaits: StepName;
  waiting: string;
  state: "stopped" | "normal";
  code: string;
} & Record<"finding", (facts: Facts) => Finding>;

const readOn: Silence = {
  patienceSeconds: 120,
  awaits: "registration",
  waiting: "The client knows now where to sign in. Most clients wait here for their human to press a button.",
  state: "stopped",
  code: "not_begun",
  finding: ({ client }) => ({
    title: "Nobody has signed in",
    what: `${client} found out where to sign in and did not go on. Most clients wait for their human to ask for it.`,
    advice: [
      {
        text: "In the client, choose to sign in. In Claude Code: /mcp, the server, Authenticate. The quickstart says how for others.",
        place: "quickstart",
      },
      {
        text: "Where registration and metadata documents are both off, the client needs a client_id that was made by hand.",
        place: "oauth",
      },
    ],
  }),
};

/** By the last step that went well. */
export const silences: Readonly<Record<Exclude<StepName, "call">, Silence>> = {
  challenge: {
    patienceSeconds: 60,
    awaits: "resource_metadata",
    waiting: "The first request comes without a token. The answer tells the client where to sign in.",
    state: "normal",
    code: "missing_bearer",
    finding: ({ client }) => ({
      title: "A request without a token",
      what: `${client} asked without a token and was told where to sign in. That is how every client begins, and what many do after a restart before they send the token they have.`,
      advice: [
        { text: "If the client works, there is nothing to do." },
        {
          text: "If it does not: it may not support signing in to MCP servers. Connect it with a static token.",
          place: "agents",
        },
      ],
    }),
  },
  resource_metadata: readOn,
  server_metadata: readOn,
  registration: {
    patienceSeconds: 120,
    awaits: "authorize",
    waiting: "The client is registered. Next it opens the browser.",
    state: "stopped",
    code: "browser_not_opened",
    finding: ({ client }) => ({
      title: "The browser was not opened",
      what: `${client} registered and nobody came to the page that it wants to open.`,
      advice: [
        { text: "Open the address that the client shows. On a machine without a browser, copy it to one that has." },
        { text: "The address of this installation has to be reachable from that browser." },
      ],
    }),
  },
  authorize: {
    patienceSeconds: 600,
    awaits: "consent",
    waiting: "The human is asked: sign in, choose what the agent may do, allow.",
    state: "stopped",
    code: "not_answered",
    finding: () => ({
      title: "Nobody answered",
      what: "The page for signing in and allowing was opened, and nobody answered within ten minutes.",
      advice: [
        { text: "Connect again from the client and answer the page." },
        {
          text: "Whoever cannot sign in, or is told that nothing is granted, has to be added as a human with a ceiling first.",
          place: "humans",
        },
      ],
    }),
  },
  consent: {
    patienceSeconds: 60,
    awaits: "token",
    waiting: "The browser takes the answer back to the client.",
    state: "stopped",
    code: "answer_not_taken",
    finding: ({ client, registered }) => ({
      title: "The answer did not reach the client",
      what: `The human allowed it and the browser was sent back${
        registered.length === 0 ? "" : ` to ${registered.join(" or ")}`
      }. ${client} did not come for its token.`,
      advice: [
        {
          text: "Client and browser have to be on the same machine where the answer goes to localhost, and the client has to be still running.",
        },
        {
          text: "From another machine, copy the address that the browser ended at into the client, where it offers that.",
        },
      ],
    }),
  },
  token: {
    patienceSeconds: 60,
    awaits: "call",
    waiting: "The client has its token. Next it makes its first call.",
    state: "stopped",
    code: "token_not_used",
    finding: ({ client, server }) => ({
      title: "The token was never used",
      what: `${client} got its token and has not called ${server === null ? "any server" : server} since.`,
      advice: [
        { text: "Restart the client, or reconnect the server in it: some keep the failure of an earlier try." },
        {
          text: "Compare the address in the client with the one in the quickstart, to the letter.",
          place: "quickstart",
        },
        { text: "In claude.ai, remove the connector and add it again." },
      ],
    }),
  },
};
