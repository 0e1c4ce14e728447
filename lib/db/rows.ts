/** Types of rows, for rooms that hand them on. */
export type {
  Agent,
  ApiKey,
  Consent,
  Grant,
  Human,
  Instance,
  Member,
  PayloadRule,
  Policy,
  PolicyTest,
  PolicyVersion,
  SavedView,
  Server,
  Tenant,
  Tool,
  User,
} from "./generated/client";
