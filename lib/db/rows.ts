/** Types of rows, for rooms that hand them on. */
export type {
  Agent,
  ApiKey,
  Consent,
  Grant,
  Human,
  Instance,
  Member,
  Policy,
  PolicyTest,
  PolicyVersion,
  Server,
  Tenant,
  Tool,
  User,
} from "./generated/client";
