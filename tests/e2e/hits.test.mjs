// Walking through hits: words that are found, the same words elsewhere, what the rules suggest.

import assert from "node:assert/strict";
import { PHONE } from "./support/attest.mjs";
import { quotes } from "./support/expectations.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

const article = [
  "Flood in the valley",
  "About 3,000 people left the valley on Sunday, the mayor said.",
  "The valley road is closed. /Wire Photo",
  "The valley road is closed. /Wire Photo",
  "The dam rose by 30 percent, according to the ministry.",
].join("\n");

const count = (attest) => attest.page.$eval(".hits-count", (element) => element.textContent);
const counts = (attest, expected) => eventually(async () => assert.equal(await count(attest), expected));
const isGone = (attest) => eventually(async () => assert.equal(await attest.page.$(".hits"), null));

story("Walking through hits", (engine, scenario) => {
  scenario("finds words by key, selects each hit, and marks it by a label's key", { article }, async (attest) => {
    await attest.press("Control+f");
    await attest.type("valley");
    await counts(attest, "1 of 4");
    await attest.press("Enter", "Enter");
    await counts(attest, "3 of 4");
    await attest.press("Escape", "2");
    await quotes(attest, ["figure: valley"]);
    await attest.press("Escape");
    await isGone(attest);
    await attest.press("Control+z");
    await quotes(attest, []);
  });

  scenario("marks all that is found by mouse, in one step", { article }, async (attest) => {
    await attest.click("button", "Find");
    await attest.type("The valley");
    await counts(attest, "1 of 4");
    await attest.click("checkbox", "Match case");
    await counts(attest, "1 of 2");
    await attest.click("button", "Caption", await attest.page.$(".mark-all"));
    await quotes(attest, ["caption: The valley", "caption: The valley"]);
    await attest.press("Control+z");
    await quotes(attest, []);
  });

  scenario("marks the same words elsewhere", { article }, async (attest) => {
    await attest.mark("3", "The valley road is closed. /Wire Photo");
    await quotes(attest, ["caption: The valley road is closed. /Wire Photo"]);
    await attest.press("r");
    await counts(attest, "1 of 1");
    await attest.press("Enter");
    await quotes(attest, Array(2).fill("caption: The valley road is closed. /Wire Photo"));
    await isGone(attest);
  });

  scenario("suggests, and takes only what is accepted", { article }, async (attest) => {
    await attest.tabIntoArticle();
    await attest.press("s");
    await eventually(async () => assert.match(await count(attest), /^1 of \d+$/));
    assert.deepEqual(await attest.quotes(), [], "nothing is marked by itself");
    const [, all] = (await count(attest)).match(/of (\d+)/);
    await attest.press("x");
    await counts(attest, `1 of ${all - 1}`);
    await attest.press("a");
    await eventually(async () => assert.equal((await attest.quotes()).length, 1));
    await counts(attest, `1 of ${all - 2}`);
    // What was accepted is open again, behind the one that is looked at.
    await attest.press("Control+z");
    await counts(attest, `2 of ${all - 1}`);
    await attest.press("Escape", "s");
    await eventually(async () => assert.ok((await count(attest)).endsWith(` of ${all - 1}`), "what was rejected does not come back"));
  });

  scenario("keeps what was accepted and rejected over a reload", { article }, async (attest) => {
    await attest.tabIntoArticle();
    await attest.press("s");
    await eventually(async () => assert.match(await count(attest), /^1 of \d+$/));
    const [, all] = (await count(attest)).match(/of (\d+)/);
    await attest.press("a", "x");
    await counts(attest, `1 of ${all - 2}`);
    const accepted = await attest.quotes();
    assert.equal(accepted.length, 1);
    await attest.reload();
    await quotes(attest, accepted);
    await attest.tabIntoArticle();
    await attest.press("s");
    await eventually(async () => assert.ok((await count(attest)).endsWith(` of ${all - 2}`)));
    await attest.press("Escape", "Control+z", "Control+z");
    await quotes(attest, []);
  });

  scenario("a hit in the headline is seen on a phone", { article, viewport: PHONE }, async (attest) => {
    await attest.click("button", "Find");
    await attest.type("flood");
    await counts(attest, "1 of 1");
    const isClear = () =>
      attest.read(() => document.querySelector("[data-block]").getBoundingClientRect().top >= document.querySelector(".hits").getBoundingClientRect().bottom);
    await eventually(async () => assert.ok(await isClear(), "the bar is not over it"));
  });

  scenario("has room for everything on a phone", { article, viewport: PHONE }, async (attest) => {
    await attest.click("button", "Suggest");
    await attest.click("button", "Accept");
    await eventually(async () => assert.equal((await attest.quotes()).length, 1));
    const width = await attest.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(width <= 0, "nothing sticks out");
  });
});
