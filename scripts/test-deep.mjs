import "./node-version.mjs";

// Loaded only after the check above, because it uses what an old Node cannot read.
import("./commands/test-deep.mjs");
