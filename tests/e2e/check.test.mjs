// The check: doubts are listed, shown in the article, mended and settled, by mouse and by keys alone.

import assert from "node:assert/strict";
import { PHONE } from "./support/attest.mjs";
import { assertNoBarrier } from "./support/axe.mjs";
import { quotes } from "./support/expectations.mjs";
import { fileOf } from "./support/files.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

const text = [
  "Flood in the valley",
  "Did the river rise in May? The dam rose by 30 percent, and the road was shut.",
  "Some 45 of them came back, the mayor said.",
].join("\n");

/** An annotation file of the text with these quotes marked: each ["label", "quote"]. */
const fileWith = (...marks) => {
  const annotations = marks.map(([label, quote], index) => {
    const start = [...text.slice(0, text.indexOf(quote))].length;
    return { id: `m-${index}`, label, spans: [{ start, end: start + [...quote].length, quote }] };
  });
  return JSON.stringify({ format: "attest", version: 1, document: { text }, annotations });
};

const DOUBTFUL = fileWith(
  ["claim", "Did the river rise in May?"],
  ["claim", "The dam rose by 30 percent,"],
  ["claim", "the road was shut."],
  ["figure", "45"],
  ["attribution", "the mayor said"],
);

const summary = (attest, pattern) =>
  eventually(async () => assert.match(await attest.page.$eval("#check-summary", (summary) => summary.textContent), pattern));
/** The groups: "title count". */
const groups = (attest) => attest.read(() => [...document.querySelectorAll(".group h3")].map((heading) => heading.textContent));
const doubts = (attest) => attest.read(() => [...document.querySelectorAll(".group-row > .item")].map((item) => item.textContent));
const focused = (attest, expected) => eventually(async () => assert.equal((await attest.focused()).name, expected));

const openFile = async (attest, profile, file) => {
  await attest.openFiles(await fileOf(profile, "work.attest.json", file));
  await eventually(async () => assert.deepEqual(await attest.blocks(), text.split("\n")));
  await attest.gone("dialog", "Articles");
};
const openCheck = async (attest) => {
  await attest.tabIntoArticle();
  await attest.press("c");
  return attest.find("dialog", "Check");
};

/** Scrolls to a button, as a person does, out from under the heading that stays, and clicks it. */
const clickIn = async (attest, check, name) => {
  const button = await attest.find("button", name, check);
  await button.evaluate((element) => element.scrollIntoView({ block: "center" }));
  await attest.frames();
  await attest.click("button", name, check);
};

const CLAIMS = ["claim: Did the river rise in May?", "claim: The dam rose by 30 percent,", "claim: the road was shut."];
const REST = ["figure: 45", "attribution: the mayor said"];

story("The check", (engine, scenario) => {
  scenario("lists doubts by kind, and goes through them by keys alone", { article: text }, async (attest, { profile }) => {
    await openFile(attest, profile, DOUBTFUL);
    await openCheck(attest);
    await summary(attest, /^4 doubts of 3 kinds; 5 annotations checked\.$/);
    assert.deepEqual(await groups(attest), ["A punctuation mark at the end 2", "A question 1", "A figure without a unit 1"]);
    await focused(attest, "Claim: The dam rose by 30 percent,");
    await attest.press("n");
    await focused(attest, "Claim: the road was shut.");
    await eventually(async () => assert.deepEqual(await attest.active(), ["the road was shut."], "it is shown in the article"));
    await attest.press("p");
    await focused(attest, "Claim: The dam rose by 30 percent,");
    await attest.press("f");
    await quotes(attest, [CLAIMS[0], "claim: The dam rose by 30 percent", CLAIMS[2], ...REST]);
    await focused(attest, "Claim: the road was shut.");
    await summary(attest, /^3 doubts of 3 kinds/);
    assert.match(await attest.message(), /Claim is now: The dam rose by 30 percent/);
    await attest.press("x");
    await summary(attest, /^2 doubts of 2 kinds/);
    await focused(attest, "Claim: Did the river rise in May?");
    await attest.press("p");
    await focused(attest, "Figure: 45");
    await attest.press("f");
    await quotes(attest, [CLAIMS[0], "claim: The dam rose by 30 percent", CLAIMS[2], "figure: 45 of", REST[1]]);
    await attest.press("Enter");
    await eventually(async () => assert.equal((await attest.focused()).role, "document"));
    await eventually(async () => assert.deepEqual(await attest.active(), ["Did the river rise in May?"]));
    // Each was one step.
    await attest.press("Control+z");
    await summary(attest, /^2 doubts/);
    await attest.press("Control+z");
    await summary(attest, /^3 doubts/);
    await attest.press("Control+z");
    await quotes(attest, [...CLAIMS, ...REST]);
    await summary(attest, /^4 doubts/);
    await attest.press("c");
    await attest.gone("dialog", "Check");
    await attest.press("c");
    await focused(attest, "Claim: The dam rose by 30 percent,");
    await attest.press("c");
    await attest.gone("dialog", "Check");
    await eventually(async () => assert.equal((await attest.focused()).role, "document", "the keyboard is back"));
  });

  scenario("mends all of a kind by mouse in one step, and follows what happens in the article", { article: text }, async (attest, { profile }) => {
    await openFile(attest, profile, DOUBTFUL);
    const check = await openCheck(attest);
    await attest.click("button", "Mend all 2", check);
    await quotes(attest, [CLAIMS[0], "claim: The dam rose by 30 percent", "claim: the road was shut", ...REST]);
    assert.deepEqual(await groups(attest), ["A question 1", "A figure without a unit 1"]);
    await attest.click("button", "Undo", await attest.page.$(".messages"));
    await quotes(attest, [...CLAIMS, ...REST]);
    await eventually(async () => assert.equal((await doubts(attest)).length, 4));
    await attest.click("button", "Leave the punctuation mark out", check);
    await quotes(attest, [CLAIMS[0], "claim: The dam rose by 30 percent", CLAIMS[2], ...REST]);
    await eventually(async () => assert.equal((await doubts(attest)).length, 3));
    await clickIn(attest, check, "Figure: 45");
    await eventually(async () => assert.deepEqual(await attest.active(), ["45"]));
    // Work on the article goes on beside it.
    await attest.press("Delete");
    await eventually(async () => assert.deepEqual(await groups(attest), ["A punctuation mark at the end 1", "A question 1"]));
  });

  scenario("remembers what is right as it is, in the browser and in the file", { article: text }, async (attest, { profile, newProfile, newTab }) => {
    await openFile(attest, profile, DOUBTFUL);
    const check = await openCheck(attest);
    const figure = await check.$('section[aria-labelledby="check-no-unit"]');
    await attest.click("button", "Right as it is", figure);
    await summary(attest, /^3 doubts of 2 kinds/);
    await attest.reload();
    await openCheck(attest);
    await summary(attest, /^3 doubts of 2 kinds/);
    const file = await attest.file();
    assert.deepEqual(file.annotations.map(({ settledDoubts }) => settledDoubts), [undefined, undefined, undefined, ["no-unit"], undefined]);

    const other = await newProfile();
    const elsewhere = await newTab({ profile: other });
    await openFile(elsewhere, other, JSON.stringify(file));
    await openCheck(elsewhere);
    await summary(elsewhere, /^3 doubts of 2 kinds/);
    await elsewhere.click("button", "Doubt them again");
    await summary(elsewhere, /^4 doubts of 3 kinds/);
    await elsewhere.press("Control+z");
    await summary(elsewhere, /^3 doubts of 2 kinds/);
  });

  scenario("has a good word where there is nothing to doubt", { article: text }, async (attest, { profile }) => {
    await openCheck(attest);
    await summary(attest, /^There is nothing to check yet/);
    await attest.press("Escape");
    await attest.gone("dialog", "Check");
    await openFile(attest, profile, fileWith(["claim", "The dam rose by 30 percent"], ["figure", "30 percent"]));
    await openCheck(attest);
    await summary(attest, /^No doubts: 2 annotations checked\.$/);
    assert.deepEqual(await groups(attest), []);
  });

  scenario("is quick with 10,000 annotations", { article: text }, async (attest, { profile }) => {
    const line = "The dam rose by 30 percent, the mayor said.\n";
    const annotations = Array.from({ length: 10_000 }, (_, index) => {
      const start = index * line.length;
      return { id: `m-${index}`, label: "claim", spans: [{ start, end: start + 27, quote: line.slice(0, 27) }] };
    });
    const file = { format: "attest", version: 1, document: { text: line.repeat(10_000) }, annotations };
    await attest.openFiles(await fileOf(profile, "long.attest.json", JSON.stringify(file)));
    await eventually(async () => assert.ok((await attest.quotes()).length > 5));
    await attest.gone("dialog", "Articles");
    const begin = Date.now();
    const check = await openCheck(attest);
    await summary(attest, /^10000 doubts of 1 kind; 10000 annotations checked\.$/);
    assert.ok(Date.now() - begin < 10_000, `${Date.now() - begin} ms to open`);
    assert.equal((await doubts(attest)).length, 30);
    await attest.click("button", "Show 100 more", check);
    await eventually(async () => assert.equal((await doubts(attest)).length, 130));
    const before = Date.now();
    await attest.press("f");
    await summary(attest, /^9999 doubts/);
    await clickIn(attest, check, "Mend all 9999");
    await summary(attest, /^No doubts: 10000 annotations checked\.$/);
    assert.ok(Date.now() - before < 20_000, `${Date.now() - before} ms to mend all`);
    await attest.press("Control+z");
    await summary(attest, /^9999 doubts/);
  });

  for (const [where, viewport] of Object.entries({ "on a wide screen": undefined, "on a phone": PHONE })) {
    scenario(`has no barrier and sticks out nowhere ${where}`, { article: text, viewport }, async (attest, { profile }) => {
      await openFile(attest, profile, DOUBTFUL);
      await openCheck(attest);
      await summary(attest, /^4 doubts/);
      await assertNoBarrier(attest, "with doubts");
      await attest.press("n");
      await eventually(async () => assert.equal((await attest.active()).length, 1));
      await assertNoBarrier(attest, "with an active annotation");
      const excess = await attest.read(() => {
        const dialog = document.querySelector(".annex[open]");
        const { bottom } = dialog.getBoundingClientRect();
        const inspector = document.querySelector(".inspector")?.checkVisibility() ? document.querySelector(".inspector").getBoundingClientRect().top : Infinity;
        const dock = innerWidth > 768 ? Infinity : document.querySelector(".pens").getBoundingClientRect().top;
        return [dialog.scrollWidth - dialog.clientWidth, document.documentElement.scrollWidth - innerWidth, bottom - inspector, bottom - dock];
      });
      assert.ok(excess.every((pixels) => pixels <= 0), String(excess));
      // What is shown in the article is not covered by the screen beside it.
      const { boxes } = await attest.place((await attest.active())[0]);
      const top = await attest.read(() => document.querySelector(".annex[open]").getBoundingClientRect().top);
      if (viewport === PHONE) assert.ok(boxes[0].bottom <= top, "the article shows it above");
      await attest.press("Escape");
      await attest.gone("dialog", "Check");
      await attest.click("button", "Theme: as the system");
      await openCheck(attest);
      await summary(attest, /^4 doubts/);
      await assertNoBarrier(attest, "dark");
    });
  }
});
