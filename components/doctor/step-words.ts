import type { StepName } from "@/lib/oauth/onboarding/step";

/** What a person calls each step of connecting, in order. */
export const stepWords: Readonly<Record<StepName, { title: string; about: string }>> = {
  challenge: { title: "Asked without a token", about: "The gateway answers 401 and says where to sign in." },
  resource_metadata: { title: "Read about the server", about: "Protected resource metadata (RFC 9728)." },
  server_metadata: { title: "Read where to sign in", about: "Authorization server metadata (RFC 8414)." },
  registration: { title: "Registered itself", about: "Not needed by clients with a metadata document or a client_id." },
  authorize: { title: "Opened the browser", about: "The authorization request." },
  consent: { title: "Human allowed it", about: "Sign-in and consent." },
  token: { title: "Got its token", about: "The code was exchanged." },
  call: { title: "First call", about: "The first request with the token." },
};

export const stepOrder = Object.keys(stepWords) as StepName[]; // safe because the table has exactly these keys
