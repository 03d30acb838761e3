// The browsers of these tests: Debian's Chromium and Firefox (or those named in CHROME and FIREFOX), headless, each
// started with a new, empty profile.

import puppeteer from "puppeteer-core";

const ENGINES = {
  chromium: {
    browser: "chrome",
    executablePath: process.env.CHROME ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", // the tests may run as root
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  },
  firefox: {
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    // Nothing of the browser's own stands over the page and takes the keyboard: no question whether the site may keep its
    // storage, and no list of downloads.
    extraPrefsFirefox: {
      "dom.storageManager.prompt.testing": true,
      "dom.storageManager.prompt.testing.allow": true,
      "browser.download.alwaysOpenPanel": false,
    },
  },
};

/** The names of the engines, for a test of each; ATTEST_ENGINE names one of them to be tested alone. */
export const engines = Object.keys(ENGINES).filter((name) => name === (process.env.ATTEST_ENGINE ?? name));

/** Starts the browser of an engine. It ends, and its profile with it, at `close()`. */
export function launch(engine) {
  return puppeteer.launch({ headless: true, timeout: 60_000, protocolTimeout: 60_000, ...ENGINES[engine] });
}

/**
 * Opens a page of a browser, or of one of its profiles, that remembers from its first moment what it said and asked for:
 * `messages` are the console's, of every level, the uncaught errors' and the content security policy's;
 * `requests` are the addresses of all requests. `prepare(page)` happens before the address is opened.
 */
export async function openPage(browser, url, prepare = () => {}) {
  const page = await browser.newPage();
  const messages = [];
  const requests = [];
  page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => messages.push(`uncaught: ${error.message ?? error}`));
  page.on("request", (request) => requests.push(request.url()));
  await page.exposeFunction("reportViolation", (what) => messages.push(`policy: ${what}`));
  await page.evaluateOnNewDocument(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.reportViolation(`${event.effectiveDirective} forbids ${event.blockedURI}`);
    });
  });
  await prepare(page);
  await page.goto(url, { waitUntil: "load" });
  return { page, messages, requests };
}
