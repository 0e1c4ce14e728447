/** Next calls this once when a server process starts. */
export async function register(): Promise<void> {
  // Next also bundles this file for the edge runtime, where nothing of ours runs.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startRuntime } = await import("./lib/gateway/runtime");
  try {
    await startRuntime();
  } catch (error) {
    // `server.mjs` says it in one sentence and ends; Next alone would go on without a gateway.
    globalThis.countersignFailure = error instanceof Error ? error.message : String(error);
    if (globalThis.countersignFront !== true) throw error;
  }
}
