// Without a network: the site opens again when its server has stopped, and a newer version is offered, never forced.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { quotes } from "./support/expectations.mjs";
import { dist } from "./support/site.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

const article = ["Flood in the valley", "About 3,000 people left the valley on Sunday, the mayor said."].join("\n");

/** Waits until the page's service worker has the site's files and answers for the page. */
async function kept(attest) {
  await attest.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (navigator.serviceWorker.controller === null) await new Promise((done) => setTimeout(done, 50));
  });
}

story("Without a network", (engine, scenario) => {
  scenario("opens with everything, also what was never asked for", { article }, async (attest, world) => {
    await kept(attest);
    await attest.mark("2", "About 3,000 people");
    await quotes(attest, ["figure: About 3,000 people"]);
    await world.site.close();
    await attest.reload();
    await quotes(attest, ["figure: About 3,000 people"]);
    await attest.press("Control+k");
    await attest.find("combobox", "Command");
    await attest.press("Escape");
    await attest.press("Control+z");
    await quotes(attest, []);
    await attest.press("s");
    await eventually(async () => assert.match(await attest.page.$eval(".hits-count", (count) => count.textContent), /1 of/));
  });

  // It is never idle, and so never has the time to load what it need not have at once.
  const busy = (page) => page.evaluateOnNewDocument(() => Object.assign(globalThis, { requestIdleCallback: () => {} }));
  scenario("has all that a first key may need, from its first moment on", { article, prepare: busy }, async (attest, world) => {
    await kept(attest);
    await world.site.close();
    await attest.reload();
    await attest.press("Control+f");
    await attest.type("valley");
    await eventually(async () => assert.match(await attest.page.$eval(".hits-count", (count) => count.textContent), /of 2/));
  });

  let isNew = false;
  const worker = readFileSync(path.join(dist, "service-worker.js"), "utf8");
  const [VERSION] = /[0-9a-f]{16}(?=")/.exec(worker);
  const replace = { "service-worker.js": () => (isNew ? `${worker}\n// newer` : worker) };
  scenario("offers a newer version, and reloads with it when it is wanted", { article, replace }, async (attest) => {
    isNew = false;
    await kept(attest);
    await attest.mark("2", "About 3,000 people");
    isNew = true;
    await attest.page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    await eventually(async () => assert.match(await attest.message(), /newer Attest/));
    await quotes(attest, ["figure: About 3,000 people"]);
    const reloaded = attest.page.waitForNavigation();
    await attest.click("button", "Reload");
    await reloaded;
    await quotes(attest, ["figure: About 3,000 people"]);
    assert.equal(await attest.page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).waiting), null);
  });

  scenario("reloads with the newer version also where another tab has accepted it before", { article, replace }, async (attest, world) => {
    isNew = false;
    await kept(attest);
    const other = await world.newTab();
    isNew = true;
    await other.page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    for (const tab of [other, attest]) {
      await tab.toFront();
      await eventually(async () => assert.match(await tab.message(), /newer Attest/));
      const reloaded = tab.page.waitForNavigation();
      await tab.click("button", "Reload");
      await reloaded;
      await tab.ready();
    }
  });

  let version = 0;
  const versions = { "service-worker.js": () => worker.replace(VERSION, `${VERSION.slice(0, -1)}${"0123456789abcdef"[version]}`) };
  scenario("goes back to a version that it had before", { article, replace: versions }, async (attest, world) => {
    const names = () => attest.page.evaluate(async () => (await caches.keys()).map((name) => name.slice(-1)));
    version = 1;
    await kept(attest);
    for (version of [2, 3, 1]) {
      await attest.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        const before = registration.waiting;
        await registration.update();
        while (!registration.waiting || registration.waiting === before) await new Promise((done) => setTimeout(done, 20));
      });
    }
    assert.deepEqual((await names()).sort(), ["1", "2", "3"]);
    const reloaded = attest.page.waitForNavigation();
    await attest.click("button", "Reload");
    await reloaded;
    assert.ok((await names()).includes("1"));
    await attest.page.close();
    const next = await world.newTab();
    await eventually(async () => assert.deepEqual(await next.page.evaluate(async () => (await caches.keys()).length), 1));
    await world.site.close();
    await next.reload();
    await next.page.goto(`${world.site.url}index.html`);
    await next.ready();
  });

  const page = readFileSync(path.join(dist, "index.html"), "utf8");
  let isTorn = false;
  const torn = { "index.html": () => (isTorn ? page.replaceAll(/attest-\w{16}\.js/g, "attest-0123456789abcdef.js") : page) };
  scenario("keeps nothing of a site that is just being replaced", { article, replace: torn, prepare: () => void (isTorn = false) }, async (attest) => {
    isTorn = true;
    const { state, names } = await attest.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.register("service-worker.js");
      const worker = registration.installing ?? registration.waiting ?? registration.active;
      while (worker.state === "installing") await new Promise((done) => setTimeout(done, 20));
      return { state: worker.state, names: await caches.keys() };
    });
    assert.deepEqual({ state, names }, { state: "redundant", names: [] });
  });

  scenario("shows the site's new article as soon as there is a network", { article: undefined, replace: { "article.txt": () => text } }, async (attest) => {
    await kept(attest);
    text = "Another headline\n\nAnother text.";
    await attest.reload();
    await eventually(async () => assert.equal((await attest.blocks())[0], "Another headline"));
    text = article;
  });
});

let text = article;
