// The page opens: the article is there at once, as text that annotating never changes.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { LAPTOP } from "./support/attest.mjs";
import { engines, launch, openPage } from "./support/browser.mjs";
import { dist, serveSite } from "./support/site.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

story("Opening the page", (engine, scenario) => {
  scenario("shows the bundled article, its first line as the headline", {}, async (attest) => {
    const lines = readFileSync(path.join(dist, "article.txt"), "utf8").split("\n");
    const blocks = lines.map((line) => line.trim()).filter((line) => line !== "");
    assert.deepEqual((await attest.blocks()).map((block) => block.trim()), blocks);
    assert.equal(await attest.page.$eval("h1", (headline) => headline.textContent), blocks[0]);
    assert.equal(await attest.page.title(), `${blocks[0]} – Attest`);
    assert.equal((await attest.page.$$("h1")).length, 1);
    assert.deepEqual(await attest.margin(), []);
    assert.match(await attest.status(), /Saved in this browser/);
    assert.match(await attest.status(), /0 annotations/);
  });

  scenario("gives automation its hold: the article by its role and name, its blocks by number", {}, async (attest) => {
    const [title] = await attest.blocks();
    const article = await attest.find("document", `Article: ${title}`);
    const blocks = await article.$$eval("[data-block]", (blocks) =>
      blocks.map((block) => [block.dataset.block, block.childNodes.length, block.firstChild.nodeType, block.dir]),
    );
    assert.deepEqual(blocks, blocks.map((_, index) => [String(index), 1, 3, "auto"]));
    assert.ok(blocks.length > 12);
    assert.ok(await attest.page.$('input[type="file"]'), "a file can be given to the page without opening a dialog");
  });

  scenario("never touches the article's elements while it is annotated", {}, async (attest) => {
    const { page } = attest;
    await page.evaluate(() => {
      const blocks = [...document.querySelectorAll("[data-block]")];
      const shape = () => JSON.stringify(blocks.map((block) => block.getBoundingClientRect()));
      const nodes = blocks.flatMap((block) => [block, ...block.childNodes]);
      const seen = { mutations: 0 };
      const observer = new MutationObserver((records) => (seen.mutations += records.length));
      for (const block of blocks) {
        observer.observe(block, { subtree: true, childList: true, characterData: true, attributes: true });
      }
      scrollTo(0, 0);
      const before = shape();
      window.compareArticle = () => {
        scrollTo(0, 0);
        const after = [...document.querySelectorAll("[data-block]")].flatMap((block) => [block, ...block.childNodes]);
        return {
          sameNodes: after.length === nodes.length && after.every((node, index) => node === nodes[index]),
          sameShape: shape() === before,
          mutations: seen.mutations,
        };
      };
    });

    const words = (await attest.blocks())[1].match(/\p{L}{4,}/gu).slice(0, 10);
    for (const [index, word] of words.entries()) {
      await attest.clickText(word, { count: 2 });
      await attest.press(String((index % 4) + 1));
      await attest.clickText(word, { count: 2 });
      await attest.press(String(((index + 1) % 4) + 1));
    }
    await eventually(async () => assert.equal((await attest.margin()).length, 20));
    assert.deepEqual(await page.evaluate(() => window.compareArticle()), {
      sameNodes: true,
      sameShape: true,
      mutations: 0,
    });
  });

  scenario("is set like a newspaper page: serif, 60 to 75 characters a line, room for underlines", {}, async (attest) => {
    const type = await attest.page.$$eval("p[data-block]", (blocks) => {
      const longest = blocks.reduce((a, b) => (a.textContent.length > b.textContent.length ? a : b));
      const lines = [];
      const range = document.createRange();
      const node = longest.firstChild;
      for (let at = 0, top; at < node.length; at++) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        if (box.top !== top) lines.push(0);
        lines[lines.length - 1] += 1;
        top = box.top;
      }
      const style = getComputedStyle(longest);
      return { lines: lines.slice(0, -1), leading: parseFloat(style.lineHeight) / parseFloat(style.fontSize), family: style.fontFamily };
    });
    assert.match(type.family, /serif$/);
    assert.ok(type.leading >= 1.6, `leading ${type.leading}`);
    const mean = type.lines.reduce((sum, line) => sum + line, 0) / type.lines.length;
    assert.ok(mean >= 60 && mean <= 76, `${mean} characters a line: ${type.lines}`);
  });

  scenario("does not scroll sideways, from a phone to a wide screen", {}, async (attest) => {
    for (const width of [320, 390, 768, 1024, LAPTOP.width, 2560]) {
      await attest.page.setViewport({ width, height: 900 });
      const excess = () => attest.page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
      await eventually(async () => assert.ok((await excess()) <= 0, `${await excess()} px too wide at ${width} px`));
    }
  });
});

for (const engine of engines) {
  describe(`The site, in ${engine}`, () => {
    let browser;
    before(async () => {
      browser = await launch(engine);
    });
    after(() => browser?.close());

    test("starts from a folder of a host, says nothing on the console and asks no other host", async () => {
      const site = await serveSite({ base: "/some/folder/" });
      try {
        const { page, messages, requests } = await openPage(browser, site.url);
        await page.waitForSelector(".sheet:has(> .overlay) [data-block]");
        assert.deepEqual(messages, []);
        assert.deepEqual(requests.filter((url) => !url.startsWith(site.url)), []);
        assert.ok(requests.some((url) => url.endsWith(".wasm")), "the requests are seen");
      } finally {
        await site.close();
      }
    });

    test("says so on the page when the program cannot be loaded", async () => {
      const program = readdirSync(dist).find((name) => /^attest-.*\.wasm$/.test(name));
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

    for (const missing of ["Highlight", "CSS.highlights"]) {
      test(`says which browsers it works in where ${missing} is not there, and shows the text`, async () => {
        const site = await serveSite();
        const hide = (name) => {
          const [holder, property] = name === "Highlight" ? [globalThis, name] : [CSS, "highlights"];
          Object.defineProperty(holder, property, { value: undefined });
        };
        try {
          const { page, messages, requests } = await openPage(browser, site.url, (page) => page.evaluateOnNewDocument(hide, missing));
          const alert = await page.waitForSelector("#boot-error:not([hidden])");
          const words = await alert.evaluate((element) => element.innerText);
          assert.match(words, /^Attest does not work in this browser\. Use a current Chrome, Edge, Firefox \(140 or newer\)/);
          assert.match(words, /What was saved in this browser is still there\.$/);
          await page.waitForSelector("#article [data-block]");
          // A preloaded file that is not used may be warned of.
          assert.deepEqual(messages.filter((message) => !message.startsWith("warn")), []);
          assert.deepEqual(requests.filter((url) => !url.startsWith(site.url)), []);
        } finally {
          await site.close();
        }
      });
    }

    test("hears a break of the content security policy", async () => {
      const site = await serveSite();
      try {
        const { page, messages } = await openPage(browser, site.url);
        await page.evaluate(() => {
          const style = document.createElement("style");
          style.textContent = "p { color: red }";
          document.head.append(style);
        });
        await eventually(() => assert.ok(messages.some((message) => message.includes("style-src-elem"))));
      } finally {
        await site.close();
      }
    });
  });
}
