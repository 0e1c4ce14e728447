/** A browser that measures: what a page loads, when its largest part is painted, and how long an input waits for the next frame. */
import { chromium } from "@playwright/test";

/**
 * Runs in every document before its own scripts. An input counts until the frame after its handlers is on its way to the screen,
 * as Interaction to Next Paint does; its beginning is when the browser got it, not when the page looked.
 */
function watch() {
  const seen = { lcpMs: Number.NaN, inputs: [], violations: [] };
  Object.assign(window, { seen });
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    seen.violations.push(`${effectiveDirective} refused ${blockedURI}`),
  );
  new PerformanceObserver((list) => {
    seen.lcpMs = list.getEntries().at(-1).startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  const painted = ({ timeStamp }) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => seen.inputs.push({ from: timeStamp, ms: performance.now() - timeStamp });
      port2.postMessage(null);
    });
  for (const type of ["pointerdown", "pointerup", "click", "keydown", "keyup"])
    addEventListener(type, painted, { capture: true });
}

/**
 * Resolves with the page's clock at the frame in which something of this text, or this many of them, can be seen; rejects after two
 * minutes: that is no slowness any more. It looks when the document changes, and so takes no frame from whoever changes it.
 */
function whenSeen({ selector, text, count }) {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = [...document.querySelectorAll(selector)].filter(
        (element) => (text === undefined || element.textContent.includes(text)) && element.checkVisibility(),
      );
      if (found.length < (count ?? 1)) return;
      changes.disconnect();
      clearTimeout(late);
      requestAnimationFrame(() => resolve(performance.now()));
    };
    const changes = new MutationObserver(look);
    const late = setTimeout(() => {
      changes.disconnect();
      reject(new Error(`${selector} ${text ?? ""} did not appear.`));
    }, 120_000);
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    look();
  });
}

/** @param {string} executablePath */
export const startBrowser = (executablePath) =>
  chromium.launch({
    executablePath,
    args: [
      ...["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
      // Chromium has no sandbox for root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });

/** Signs in by the form; gives what a context of that person begins with. */
export async function signIn(browser, origin, { email, password }) {
  const context = await browser.newContext({ baseURL: origin });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  const state = await context.storageState();
  await context.close();
  return state;
}

/**
 * The floor of the largest paint: how soon this browser paints the same document, styled and with its fonts, when none of the scripts
 * that it names is fetched. What is above it is theirs. In milliseconds.
 */
export async function paintWithoutScripts(browser, { origin, storageState, path, slow }) {
  const { context, page, devtools } = await newPage(browser, { origin, storageState, slow });
  try {
    await devtools.send("Network.setBlockedURLs", { urls: ["*.js"] });
    await page.goto(path, { waitUntil: "networkidle" });
    return await page.evaluate(() => window.seen.lcpMs);
  } finally {
    await context.close();
  }
}

/** A page in a browser that has been nowhere, watched, on a processor slowed down `slow` times. */
async function newPage(browser, { origin, storageState, slow }) {
  const context = await browser.newContext({ baseURL: origin, storageState, viewport: { width: 1440, height: 900 } });
  await context.addInitScript(watch);
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slow });
  return { context, page, devtools };
}

/** Opens a page as somebody does who has never been there, and waits until it has gone quiet. */
export async function openPage(browser, { origin, storageState, path, slow }) {
  const { context, page, devtools } = await newPage(browser, { origin, storageState, slow });
  const errors = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  const kinds = new Map();
  const bytes = { Script: 0, Document: 0 };
  devtools.on("Network.responseReceived", ({ requestId, type, response }) =>
    kinds.set(requestId, { type, head: response.encodedDataLength }),
  );
  // As transferred: compressed, without the headers.
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const { type, head } = kinds.get(requestId) ?? {};
    if (type in bytes) bytes[type] += encodedDataLength - head;
  });
  const answer = await page.goto(path, { waitUntil: "networkidle" });
  // The key beside the search is written when the scripts are alive: an input before that is answered by nobody.
  await page.evaluate(whenSeen, { selector: "nav kbd" });
  const seen = () => page.evaluate(() => window.seen);
  const { lcpMs } = await seen();
  const sizes = { scriptKiB: bytes.Script / 1024, htmlKiB: bytes.Document / 1024 };

  /** The last frame, and the message after it. */
  const settled = () =>
    page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));

  /** Does something, and gives how long the slowest of its inputs waited for a frame, and when what was wanted could be seen. */
  async function interact(act, wanted) {
    await settled();
    await page.evaluate(() => window.seen.inputs.splice(0));
    const appeared = wanted && page.evaluate(whenSeen, wanted);
    // Whoever comes first is awaited first: a failed act must not leave the other behind.
    appeared?.catch(() => {});
    await act(page);
    const at = await appeared;
    await settled();
    const { inputs } = await seen();
    const first = Math.min(...inputs.map(({ from }) => from));
    return { paintMs: Math.max(...inputs.map(({ ms }) => ms)), shownMs: at === undefined ? Number.NaN : at - first };
  }

  const complaints = async () => [...errors, ...(await seen()).violations];
  return {
    ...{ status: answer?.status() ?? 0, ...sizes, lcpMs, page, interact, complaints },
    /** Throws where the page does not show what it should. */
    holds: async ({ selector, count = 1 }) => {
      const found = await page.locator(selector).count();
      if (found < count) throw new Error(`There are ${found} of ${selector} in the place of ${count}.`);
    },
    close: () => context.close(),
  };
}
