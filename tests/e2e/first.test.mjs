// The first screen: the article that was open last, or the site's own, stands there before the program has arrived, and the program takes over
// what a person sees and has done by then.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { LAPTOP, PHONE } from "./support/attest.mjs";
import { dist, withoutServiceWorker } from "./support/site.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

const LINES = [
  "A long report",
  "About 200,000 people had lived in Raqqa, the ministry said on Sunday.",
  "<b>Not markup</b> & <script>alert(1)</script>",
  " \t ",
  "قال الوزير إن 45 شخصًا",
  ...Array.from({ length: 200 }, (_, index) => `Paragraph ${index}: ${"some words of the report ".repeat(12)}`),
];
const BLOCKS = LINES.filter((line) => line.trim() !== "");

const [WASM] = readdirSync(dist).filter((name) => /^attest-.*\.wasm$/.test(name));

/** A site whose program arrives when `open` says so; at once while it says nothing. */
function withGate(options = {}) {
  const gate = { isOpen: Promise.resolve() };
  gate.close = () => {
    gate.isOpen = new Promise((resolve) => (gate.open = resolve));
  };
  const program = async () => {
    await gate.isOpen;
    return readFileSync(path.join(dist, WASM));
  };
  const prepare = async (page) => {
    await withoutServiceWorker(page);
    await options.prepare?.(page);
  };
  return { article: LINES.join("\n"), replace: { [WASM]: program }, ...options, prepare, gate };
}

/** Reloads the page, up to where it waits for the program. */
async function reloadWithoutProgram(attest, gate) {
  gate.close();
  await attest.page.reload({ waitUntil: "domcontentloaded" });
}

const blocksOf = (attest) => attest.blocks();
const hasProgram = (attest) => attest.read(() => document.querySelector(".overlay") !== null);

/** From now on the page tells which nodes of the article stay, and how far what is seen moves. */
const watch = (attest) =>
  attest.page.evaluate(() => {
    const nodes = [...document.querySelectorAll("[data-block]")].flatMap((line) => [line.parentElement, line, line.firstChild]);
    const seen = { removed: 0, changed: 0 };
    new MutationObserver((records) => {
      for (const { type, removedNodes } of records) {
        seen.removed += removedNodes.length;
        seen.changed += type === "characterData" ? 1 : 0;
      }
    }).observe(document.getElementById("article"), { subtree: true, childList: true, characterData: true });
    window.whatBecame = () => {
      const now = [...document.querySelectorAll("[data-block]")].flatMap((line) => [line.parentElement, line, line.firstChild]);
      return { ...seen, known: nodes.length > 0, same: nodes.every((node, index) => node === now[index]) };
    };
  });

const observeShifts = (page) =>
  page.evaluateOnNewDocument(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) {
        window.shifts.push([value, ...sources.map(({ node }) => node?.className ?? node?.nodeName)].join(" "));
      }
    }).observe({ type: "layout-shift", buffered: true });
  });

story("The first screen", (engine, scenario) => {
  const options = withGate();
  scenario("stands there before the program, and the program takes it over as it is", options, async (attest) => {
    const { gate } = options;
    await attest.mark("2", "200,000 people");
    await reloadWithoutProgram(attest, gate);
    await eventually(async () => assert.ok((await blocksOf(attest)).length > 20));
    assert.equal(await hasProgram(attest), false);
    const early = await blocksOf(attest);
    assert.deepEqual(early, BLOCKS.slice(0, early.length));
    assert.equal(await attest.runsLeft(3), true);
    await watch(attest);
    gate.open();
    await attest.ready();
    await eventually(async () => assert.deepEqual(await blocksOf(attest), BLOCKS));
    await eventually(async () => assert.deepEqual(await attest.margin(), ["Figure: 200,000 people"]));
    const became = await attest.page.evaluate(() => window.whatBecame());
    assert.deepEqual(became, { removed: 0, changed: 0, known: true, same: true });
  });

  const fresh = withGate();
  scenario("is the site's own article on a first visit", fresh, async (attest) => {
    const { gate } = fresh;
    await attest.page.evaluate(() => localStorage.clear());
    await reloadWithoutProgram(attest, gate);
    await eventually(async () => assert.ok((await blocksOf(attest)).length > 20));
    assert.equal(await hasProgram(attest), false);
    await watch(attest);
    gate.open();
    await attest.ready();
    await eventually(async () => assert.deepEqual(await blocksOf(attest), BLOCKS));
    const became = await attest.page.evaluate(() => window.whatBecame());
    assert.deepEqual(became, { removed: 0, changed: 0, known: true, same: true });
    await attest.mark("2", "200,000 people");
    await eventually(async () => assert.deepEqual(await attest.margin(), ["Figure: 200,000 people"]));
  });

  const scrolled = withGate();
  scenario("keeps what was scrolled to and selected before the program came", scrolled, async (attest) => {
    const { gate } = scrolled;
    await reloadWithoutProgram(attest, gate);
    await attest.page.waitForSelector("[data-block]");
    const { page } = attest;
    await page.mouse.move(500, 500);
    await page.evaluate(() => scrollTo(0, 600));
    await page.waitForFunction(() => scrollY === 600);
    const [from, to] = await page.evaluate(() => {
      const line = [...document.querySelectorAll("[data-block]")].find((line) => line.getBoundingClientRect().top > 100);
      const range = new Range();
      range.setStart(line.firstChild, 0);
      range.setEnd(line.firstChild, 9);
      const area = range.getBoundingClientRect();
      const y = area.top + area.height / 2;
      return [[area.left + 1, y], [area.right - 1, y]];
    });
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 4 });
    await page.mouse.up();
    gate.open();
    await attest.ready();
    await attest.palette();
    assert.equal(await page.evaluate(() => scrollY), 600);
    await attest.press("1");
    await eventually(async () => assert.deepEqual(await attest.margin(), ["Claim: Paragraph"]));
  });

  for (const [name, viewport, mark] of [
    ["a laptop, annotated", LAPTOP, true],
    ["a phone, annotated", PHONE, true],
    ["a phone, bare", PHONE, false],
  ]) {
    const shifted = withGate({ engine: "chromium", viewport, prepare: observeShifts });
    scenario(`moves nothing when the program comes: ${name}`, shifted, async (attest) => {
      const { gate } = shifted;
      if (mark) {
        await attest.press("Control+Home", "Control+ArrowDown", "Control+Shift+ArrowRight", "2");
        await eventually(async () => assert.equal(await attest.read(() => document.querySelectorAll(".item").length), 1));
      }
      await reloadWithoutProgram(attest, gate);
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.equal((await blocksOf(attest)).length > 0, viewport === LAPTOP || !mark);
      gate.open();
      await attest.ready();
      await eventually(async () => assert.equal((await blocksOf(attest)).length, BLOCKS.length));
      await attest.painting();
      assert.deepEqual(await attest.read(() => window.shifts), []);
    });
  }

  const visit = withGate({ engine: "chromium", prepare: observeShifts });
  scenario("moves nothing on a first visit", visit, async (attest) => {
    await eventually(async () => assert.match(await attest.page.$eval(".status", (line) => line.textContent), /^Saved/));
    await attest.painting();
    assert.deepEqual(await attest.read(() => window.shifts), []);
  });

  // Else what stands there would move aside when the text comes, and with it the scroll bar.
  const short = withGate({ waits: false });
  short.article = async () => {
    await short.gate.isOpen;
    return "Short\n\nA text of one line.";
  };
  short.gate.close();
  scenario("can be scrolled before there is a text, and afterwards as far as there is one", short, async (attest) => {
    const reach = () => attest.read(() => document.documentElement.scrollHeight - innerHeight);
    await attest.page.waitForSelector(".sheet");
    assert.equal(await hasProgram(attest), false);
    assert.ok((await reach()) > 0);
    short.gate.open();
    await attest.ready();
    await eventually(async () => assert.ok((await reach()) <= 0));
  });

  const dark = withGate();
  scenario("has the theme that was chosen", dark, async (attest) => {
    const { gate } = dark;
    await attest.click("button", "Theme: as the system");
    await reloadWithoutProgram(attest, gate);
    assert.equal(await attest.read(() => document.documentElement.dataset.theme), "dark");
    assert.equal(await hasProgram(attest), false);
    gate.open();
    await attest.ready();
    await attest.find("button", "Theme: dark");
  });

  const switched = withGate();
  scenario("gives way when another article was opened meanwhile", switched, async (attest) => {
    const { gate } = switched;
    const first = await attest.read(() => localStorage.getItem("attest/open"));
    await attest.paste("Another report\nSomething else happened.");
    const second = await attest.read(() => localStorage.getItem("attest/open"));
    assert.notEqual(first, second);
    await reloadWithoutProgram(attest, gate);
    await eventually(async () => assert.equal((await blocksOf(attest))[0], "Another report"));
    await attest.page.evaluate((first) => localStorage.setItem("attest/open", first), first);
    gate.open();
    await attest.ready();
    await eventually(async () => assert.deepEqual(await blocksOf(attest), BLOCKS));
  });

  for (const [what, damage] of [
    ["no JSON", () => "{"],
    ["no string", (text) => text.replace(/"text":"[^"]*"/, '"text":7')],
    ["half a character", (text) => text.replace("A long report", "Half \\ud83c a character")],
  ]) {
    const broken = withGate();
    scenario(`does not last when what is stored is ${what}`, broken, async (attest) => {
      const { gate } = broken;
      await attest.paste("A long report\nIn a text that will be damaged.");
      const [key, text] = await attest.read(() => {
        const key = `attest/text/${localStorage.getItem("attest/open")}`;
        return [key, localStorage.getItem(key)];
      });
      assert.notEqual(damage(text), text);
      await attest.page.evaluate((key, text) => localStorage.setItem(key, text), key, damage(text));
      await reloadWithoutProgram(attest, gate);
      await new Promise((resolve) => setTimeout(resolve, 300));
      gate.open();
      await attest.ready();
      await eventually(async () => assert.deepEqual(await blocksOf(attest), BLOCKS));
      await eventually(async () => assert.match(await attest.message(), /could not be read/));
    });
  }
});
