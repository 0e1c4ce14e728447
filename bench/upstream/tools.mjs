/** The tools that the fast upstream lists: four that do something, and fillers that only make the list long. */

function object(properties) {
  return { type: "object", properties };
}

const working = [
  { name: "echo", description: "Echo a text", inputSchema: object({ text: { type: "string" } }) },
  { name: "blob", description: "Return a text of so many kibibytes", inputSchema: object({ kb: { type: "number" } }) },
  { name: "sleep", description: "Answer after so many milliseconds", inputSchema: object({ ms: { type: "number" } }) },
  {
    name: "progress",
    description: "Answer after some steps, each with a progress notification",
    inputSchema: object({ steps: { type: "number" }, gapMs: { type: "number" } }),
  },
];

/** About 420 bytes each, the size of an ordinary issue-tracker tool. */
function filler(number) {
  return {
    name: `filler_${number}`,
    description: `Filler tool number ${number}. It files an issue in the given project with a title, a body and labels, and returns its key.`,
    inputSchema: object({
      project: { type: "string", description: "Key of the project" },
      title: { type: "string" },
      body: { type: "string" },
      labels: { type: "array", items: { type: "string" } },
      priority: { type: "string", enum: ["low", "medium", "high"] },
    }),
  };
}

/** @param {number} fillers how many filler tools follow the four that work */
export function listTools(fillers) {
  return [...working, ...Array.from({ length: fillers }, (_, index) => filler(index))];
}
