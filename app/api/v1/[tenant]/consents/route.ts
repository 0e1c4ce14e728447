import { consents } from "@/lib/console/api/consents";
import { route } from "@/lib/console/route";

export const GET = route(consents.listConsents);
export const PUT = route(consents.putConsent);
export const DELETE = route(consents.revokeConsent);
