// The overview: how much has each label and where, and the annotations of one kind.

import assert from "node:assert/strict";
import { LAPTOP, PHONE } from "./support/attest.mjs";
import { assertNoBarrier } from "./support/axe.mjs";
import { fileOf } from "./support/files.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;

/** Marks a claim, two figures and an attribution. */
async function annotate(attest) {
  const marks = [["1", "Prices rose by 30% in 2017"], ["2", "30%"], ["2", "200,000 people"], ["4", "said Konashenkov"]];
  for (const [index, [key, quote]] of marks.entries()) {
    await attest.mark(key, quote);
    await eventually(async () => assert.equal((await attest.margin()).length, index + 1));
  }
  await attest.press("Escape");
}

const open = async (attest) => {
  await attest.press("o");
  return attest.find("dialog", "Overview");
};

/** The cells of the numbers, row by row. */
const numbers = (attest) =>
  attest.read(() =>
    [...document.querySelectorAll(".overview-table tr")].map((row) => [...row.cells].map((cell) => cell.textContent.replace(/\u00a0/g, " "))),
  );

const rows = (attest) => attest.read(() => [...document.querySelectorAll(".overview-list button")].map((row) => row.textContent));
const rowsAre = (attest, expected) => eventually(async () => assert.deepEqual(await rows(attest), expected));
const counted = (attest, expected) =>
  eventually(async () => assert.equal(await attest.page.$eval(".overview-count [role=status]", (status) => status.textContent), expected));

const ALL = [
  "Figure: 200,000 people",
  "Attribution: said Konashenkov",
  "Claim: Prices rose by 30% in 2017",
  "Figure: 30%",
];

/** Chooses the option of this name in the `nth` field of the filter, by the keyboard. */
async function choose(attest, nth, name) {
  const field = (await attest.page.$$(".overview-fields select"))[nth];
  const chosen = () => field.evaluate((select) => select.selectedOptions[0].textContent);
  await field.focus();
  await attest.press("Home");
  for (let count = 0; count < 60 && (await chosen()) !== name; count++) await attest.press("ArrowDown");
  assert.equal(await chosen(), name);
}

story("The overview", (engine, scenario) => {
  scenario("counts the annotations of each label, and follows the work beside it", { article }, async (attest) => {
    await annotate(attest);
    await open(attest);
    await eventually(async () => {
      const told = await numbers(attest);
      assert.deepEqual(told.map(([name, count]) => [name, count]), [
        ["Label", "Annotations"],
        ["Claim", "1"],
        ["Figure", "2"],
        ["Caption", "0"],
        ["Attribution", "1"],
        ["All", "4"],
      ]);
    });
    const covered = (await numbers(attest)).map(([, , share]) => share);
    const percent = (length) => `${Math.round((length * 100) / REPORT.length)} %`;
    assert.deepEqual(covered, ["Of the text", percent(26), percent(17), "0 %", percent(16), percent(26 + 14 + 16)]);
    await rowsAre(attest, ALL);
    await attest.mark("3", "A woman waves a flag in Raqqa, Syria. /Reuters Photo");
    await eventually(async () => assert.deepEqual((await numbers(attest))[3].slice(0, 2), ["Caption", "1"]));
    await counted(attest, "5 annotations");
    await attest.press("Control+z");
    await counted(attest, "4 annotations");
    await attest.click("button", "Close", await attest.find("dialog", "Overview"));
    await attest.gone("dialog", "Overview");
  });

  scenario("lists annotations of one kind, and goes to one by mouse or by keyboard", { article }, async (attest) => {
    await annotate(attest);
    await attest.clickText("30%");
    await attest.press("Enter");
    await eventually(async () => assert.equal((await attest.focused()).id, "note"));
    await attest.type("look this up again");
    await attest.press("Escape", "Escape");
    await open(attest);
    await rowsAre(attest, ALL.map((row) => (row === "Figure: 30%" ? `${row}. Note: look this up again` : row)));

    await (await attest.page.$("#overview-words")).click();
    await attest.type("LOOK 30");
    await rowsAre(attest, ["Figure: 30%. Note: look this up again"]);
    await counted(attest, "1 of 4 annotations");
    await attest.type("x");
    await rowsAre(attest, []);
    await counted(attest, "None of 4 annotations is like that.");
    await attest.click("button", "Show all");
    await counted(attest, "4 annotations");

    await choose(attest, 0, "Figure");
    await counted(attest, "2 of 4 annotations");
    await choose(attest, 1, "Suggested");
    await counted(attest, "None of 4 annotations is like that.");
    await choose(attest, 1, "By hand");
    await counted(attest, "2 of 4 annotations");
    await attest.press("Tab", "Tab", "Tab", "Tab", "Tab");
    assert.equal((await attest.focused()).name, "Figure: 200,000 people");
    await attest.press("ArrowDown");
    assert.match((await attest.focused()).name, /^Figure: 30%/);
    await attest.press("ArrowUp", "Enter");
    await eventually(async () => assert.deepEqual(await attest.active(), ["200,000 people"]));
    assert.equal((await attest.focused()).role, "document", "the next key acts on the article");
    await attest.find("dialog", "Overview");

    // What is active takes the lower half beside the article.
    await attest.inspector();
    const row = await attest.find("button", "Figure: 30%. Note: look this up again", await attest.page.$(".overview-list"));
    await row.evaluate((row) => row.scrollIntoView({ block: "center" }));
    await row.click();
    await eventually(async () => assert.deepEqual(await attest.active(), ["30%"]));
  });

  scenario("chooses by links and by details", { article }, async (attest) => {
    await annotate(attest);
    await attest.clickText("said Konashenkov");
    await attest.press("l");
    await attest.clickText("Prices");
    await attest.clickText("200,000");
    await attest.press("e");
    await eventually(async () => assert.equal((await attest.focused()).id, "attribute-0"));
    await attest.type("Unsure");
    await attest.press("Escape", "Escape");
    await open(attest);
    await choose(attest, 3, "With links");
    await rowsAre(attest, ["Attribution: said Konashenkov. 1 link", "Claim: Prices rose by 30% in 2017. 1 link"]);
    await choose(attest, 3, "Without");
    await rowsAre(attest, ["Figure: 200,000 people. Unsure", "Figure: 30%"]);
    await choose(attest, 2, "Certainty: Unsure");
    await rowsAre(attest, ["Figure: 200,000 people. Unsure"]);
    await choose(attest, 2, "Certainty: not said");
    await rowsAre(attest, ["Figure: 30%"]);
  });

  scenario("shows where, and goes there by hand and by keyboard", { article }, async (attest) => {
    await annotate(attest);
    await open(attest);
    const drawn = () => attest.read(() => [...document.querySelectorAll(".overview-lane")].map((lane) => lane.getAttribute("d").split("M").length - 1));
    const lanes = await drawn();
    assert.equal(lanes[2], 0, "no caption");
    for (const lane of [0, 1, 3]) assert.ok(lanes[lane] >= 1 && lanes[lane] <= 8, `${lanes}`);
    const fills = await attest.read(() => [...document.querySelectorAll(".overview-lane")].map((lane) => lane.getAttribute("fill")));
    assert.equal(new Set(fills).size, 4, "each lane has a pattern of its own");

    const picture = await attest.find("slider", "Place in the article");
    const clickAt = async (place, down) => {
      // What is active makes the screen lower.
      await picture.scrollIntoView();
      const { x, y, width, height } = await picture.boundingBox();
      await attest.page.mouse.click(x + (width * place) / REPORT.length, y + height * down);
    };
    await clickAt(REPORT.indexOf("Prices rose") + 10, 0.125);
    await eventually(async () => assert.deepEqual(await attest.active(), ["Prices rose by 30% in 2017"]));
    await clickAt(REPORT.indexOf("has inherited") + 3, 0.6);
    await eventually(async () => {
      const { block, offset } = await attest.caret();
      assert.equal(block, 2);
      assert.ok(Math.abs(offset - 35) < 12, `${offset}`);
    });

    await attest.page.mouse.move(5, 450);
    await picture.focus();
    const told = () => picture.evaluate((picture) => picture.getAttribute("aria-valuetext"));
    await attest.press("Home");
    await eventually(async () => assert.match(await told(), /^Paragraph 1 of 7: nothing marked. “Ministry/));
    const steps = Math.floor(((REPORT.indexOf("200,000") + 4) * 100) / REPORT.length);
    await attest.press(...Array(steps).fill("ArrowRight"));
    await eventually(async () => assert.match(await told(), /^Paragraph 2 of 7: Figure: 1\./));
    await attest.press("Enter");
    await eventually(async () => assert.deepEqual(await attest.active(), ["200,000 people"]));
    await picture.focus();
    await attest.press("End", "PageDown", "ArrowLeft", "ArrowRight");
    await eventually(async () => assert.equal(await picture.evaluate((picture) => picture.getAttribute("aria-valuenow")), "89"));
  });

  scenario("tells what became of suggestions, by rule", { article }, async (attest) => {
    await attest.tabIntoArticle();
    await attest.press("s");
    await eventually(async () => assert.match(await attest.page.$eval(".hits-count", (count) => count.textContent), /^1 of/));
    await attest.press("a", "x", "x", "Escape");
    await open(attest);
    await attest.page.waitForSelector("table[aria-labelledby=overview-rules]");
    const rules = () =>
      attest.read(() =>
        [...document.querySelectorAll("[aria-labelledby=overview-rules] tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)),
      );
    const sum = (list, column) => list.reduce((sum, row) => sum + Number(row[column]), 0);
    await eventually(async () => {
      const list = await rules();
      assert.deepEqual([sum(list, 1), sum(list, 2)], [1, 2]);
      assert.ok(list.every(([rule]) => /^(claim|figure|attribution|caption)\//.test(rule)), `${list}`);
    });
  });

  for (const [where, viewport] of [["on a laptop", LAPTOP], ["on a phone", PHONE]]) {
    scenario(`has no barrier that axe finds, and nothing sticks out, ${where}`, { article, viewport }, async (attest, { profile }) => {
      const spans = (quote) => [{ start: REPORT.indexOf(quote), end: REPORT.indexOf(quote) + quote.length, quote }];
      const annotations = [
        { id: "a-1", label: "claim", spans: spans("Prices rose by 30% in 2017"), note: "check" },
        { id: "a-2", label: "figure", spans: spans("30%"), origin: "suggestion:figure/percent", attributes: { certainty: "unsure" } },
      ];
      const file = { format: "attest", version: 1, document: { text: REPORT }, annotations };
      await attest.openFiles(await fileOf(profile, "report.attest.json", JSON.stringify(file)));
      await eventually(async () => assert.match(await attest.status(), /2 annotations/));
      await attest.page.focus("#article");
      const dialog = await open(attest);
      await counted(attest, "2 annotations");
      await assertNoBarrier(attest, "the overview");
      const excess = await dialog.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
      assert.ok(excess <= 0, `${excess} px stick out`);
      await attest.click("button", "Figure: 30%. suggested, Unsure", await attest.page.$(".overview-list"));
      await eventually(async () => assert.deepEqual(await attest.active(), ["30%"]));
      if (viewport === PHONE) await attest.gone("dialog", "Overview");
    });
  }

  scenario("shows 10,000 annotations in pieces", { article, engine: "chromium" }, async (attest, { profile }) => {
    const line = "About 3,000 people left the valley, said Konashenkov, and prices rose by 30 percent on Sunday.\n";
    const text = `Headline\n${line.repeat(5000)}`;
    const annotations = Array.from({ length: 10_000 }, (_, index) => {
      const quote = index % 2 ? "said Konashenkov" : "3,000 people";
      const start = 9 + line.length * (index >> 1) + line.indexOf(quote);
      return { id: `a-${index}`, label: index % 2 ? "attribution" : "figure", spans: [{ start, end: start + quote.length, quote }] };
    });
    const file = { format: "attest", version: 1, document: { title: "Long", text }, annotations };
    await attest.openFiles(await fileOf(profile, "long.attest.json", JSON.stringify(file)));
    await eventually(async () => assert.match(await attest.status(), /10000 annotations/), 60_000);
    await attest.page.focus("#article");
    // The annex is there already, so that only the screen is measured.
    await open(attest);
    await attest.press("Escape");
    await attest.gone("dialog", "Overview");
    await attest.page.focus("#article");
    const time = async (act, isThere) => {
      const from = await attest.page.evaluate(() => performance.now());
      await act();
      await eventually(isThere, 30_000);
      return (await attest.page.evaluate(() => performance.now())) - from;
    };
    const opening = await time(() => attest.press("o"), () => counted(attest, "10000 annotations"));
    assert.equal((await rows(attest)).length, 200);
    await (await attest.page.$("#overview-words")).click();
    const typing = await time(() => attest.type("kona"), () => counted(attest, "5000 of 10000 annotations"));
    const elements = await attest.page.$eval(".overview-picture", (picture) => picture.querySelectorAll("*").length);
    assert.ok(elements < 40, `${elements} elements in the picture`);
    await attest.click("button", "Show 200 more of 5000");
    await eventually(async () => assert.equal((await rows(attest)).length, 400));
    console.log(`# 10,000 annotations: open ${Math.round(opening)} ms, four letters ${Math.round(typing)} ms`);
  });
});
