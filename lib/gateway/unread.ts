import { errorAnswer } from "./protocol";

/** What is answered to a request whose body was not read. */
export const unread = {
  "too large": {
    status: 413,
    headers: {},
    text: JSON.stringify(errorAnswer(null, -32600, "The body is larger than 4 MiB.")),
  },
  busy: {
    status: 503,
    headers: { "retry-after": "5" },
    text: JSON.stringify(errorAnswer(null, -32603, "Too many large bodies are being sent at once. Try again.")),
  },
} as const;
