// The app starts: in both engines, in any folder, quietly, and without a word to anyone else.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { engines, launch, openPage } from "./support/browser.mjs";
import { serveSite } from "./support/site.mjs";

for (const engine of engines) {
  describe(engine, () => {
    let browser;
    before(async () => {
      browser = await launch(engine);
    });
    after(() => browser?.close());

    test("starts from a folder of a host, says nothing on the console and asks no other host", async () => {
      const site = await serveSite({ base: "/some/folder/" });
      try {
        const { page, messages, requests } = await openPage(browser, site.url);
        await appStarted(page);
        assert.match(await page.title(), /Attest/);
        assert.deepEqual(messages, []);
        assert.deepEqual(requests.filter((url) => !url.startsWith(site.url)), []);
        assert.ok(requests.some((url) => url.endsWith(".wasm")), "the requests are seen");
      } finally {
        await site.close();
      }
    });

    test("serves the test's own article in place of the built one", async () => {
      const site = await serveSite({ article: "One line – of one test.\n" });
      try {
        const { page } = await openPage(browser, site.url);
        assert.equal(await page.evaluate(() => fetch("article.txt").then((r) => r.text())), "One line – of one test.\n");
      } finally {
        await site.close();
      }
    });

    test("says so on the page when the program cannot be loaded", async () => {
      const program = readdirSync("dist").find((name) => name.endsWith(".wasm"));
      const site = await serveSite({ replace: { [program]: null } });
      try {
        const { page, messages } = await openPage(browser, site.url);
        const alert = await page.waitForSelector("#boot-error:not([hidden])");
        assert.match(await alert.evaluate((element) => element.innerText), /^Attest could not start\. Reload the page/);
        assert.notDeepEqual(messages, [], "the console is heard");
      } finally {
        await site.close();
      }
    });

    test("hears a break of the content security policy", async () => {
      const site = await serveSite();
      try {
        const { page, messages } = await openPage(browser, site.url);
        await page.evaluate(() => {
          const style = document.createElement("style");
          style.textContent = "p { color: red }";
          document.head.append(style);
        });
        await waitUntil(() => messages.some((message) => message.includes("style-src-elem")));
      } finally {
        await site.close();
      }
    });
  });
}

/** Waits until the app shows something. */
function appStarted(page) {
  return page.waitForFunction(() => document.body.innerText.trim() !== "");
}

async function waitUntil(holds) {
  const end = Date.now() + 5_000;
  while (!holds()) {
    assert.ok(Date.now() < end, "it did not happen within 5 s");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
