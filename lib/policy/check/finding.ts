/** `syntax` is said by whoever reads what was written, `unchecked` of what nobody has held against the schemas. */
export const findingCodes = [
  "syntax",
  "unchecked",
  "invalid",
  "unknown_argument",
  "type_mismatch",
  "may_mismatch",
  "never",
  "optional_argument",
  "always_true",
  "always_false",
  "no_tool",
  "no_schema",
  "schema_too_complex",
  "more",
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** The worst first. */
export const findingLevels = ["error", "warning", "info"] as const;

/** One thing to say of a policy before it is in force. */
export type Finding = {
  /** An error keeps the policy from being activated; a warning is shown beside the clause. */
  level: (typeof findingLevels)[number];
  code: FindingCode;
  message: string;
  /** `when`, `unless`, `when.all.1`, `scope` … */
  at: string;
  /** `server/tool`, where it is about one tool. One about several lists them in its message. */
  tool?: string;
  /** What was probably meant, as it is written behind `args.`. */
  suggestion?: string;
};

/** A tool that the policy's scope covers. `inputSchema` as the upstream published it; undefined where there is none. */
export type CoveredTool = { server: string; name: string; inputSchema: unknown };

export const blocksActivation = (findings: readonly Finding[]): boolean =>
  findings.some(({ level }) => level === "error");
