// Practice on an article with answers, and agreement with another person's annotation file.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { PHONE } from "./support/attest.mjs";
import { assertNoBarrier } from "./support/axe.mjs";
import { quotes } from "./support/expectations.mjs";
import { fileOf } from "./support/files.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;
const PRACTICE = readFileSync(new URL("../../practice.attest.json", import.meta.url), "utf8");
const gold = JSON.parse(PRACTICE);

const visit = async (attest, words, dialog) => {
  await attest.press("Control+k");
  await attest.find("dialog", "Commands");
  await attest.type(words);
  await eventually(async () => assert.equal(await attest.read(() => document.querySelectorAll("#annex-command-list li").length), 1));
  await attest.press("Enter");
  return attest.find("dialog", dialog);
};
const openPractice = async (attest) => {
  const practice = await visit(attest, "practise", "Practice");
  await attest.click("button", "Open the practice article", practice);
  await eventually(async () => assert.equal((await attest.blocks())[0], "Brannick weir to reopen in spring, council says"));
  await attest.find("button", "Show the answers");
  return practice;
};
/** The groups with their lines: { "Missed 2": ["Claim: …", …] }. */
const groups = (attest) =>
  attest.read(() =>
    Object.fromEntries(
      [...document.querySelectorAll(".comparison .group")].map((group) => [
        group.querySelector("h3").textContent,
        [...group.querySelectorAll(".group-row > .item")].map((item) => item.textContent),
      ]),
    ),
  );
/** The table: { Claim: ["15 answers, 2 yours", "0", …] }. */
const table = (attest) =>
  attest.read(() =>
    Object.fromEntries(
      [...document.querySelectorAll(".comparison-table tbody tr")].map((row) => [
        row.querySelector("th span").textContent,
        [row.querySelector(".comparison-numbers").textContent, ...[...row.querySelectorAll("td")].map((cell) => cell.textContent)],
      ]),
    ),
  );

story("Practice", (engine, scenario) => {
  scenario("opens the article without its answers, and compares when it is asked to", { article }, async (attest) => {
    await attest.mark("2", "200,000 people");
    await openPractice(attest);
    await quotes(attest, []);
    const html = await attest.page.evaluate(() => document.documentElement.outerHTML);
    for (const { note } of gold.annotations) assert.ok(!html.includes(note), "no reason is in the page");
    assert.equal(await attest.page.$(".comparison"), null);

    await attest.mark("2", "30 centimetres");
    await attest.mark("1", "Repairs to the old weir");
    await attest.mark("3", "38 people");
    await attest.mark("3", "Is the footbridge");
    await eventually(async () => assert.equal((await attest.quotes()).length, 4));
    await attest.press("Escape");
    await attest.click("button", "Show the answers");
    await eventually(async () => assert.equal((await attest.focused()).id, "comparison", "the keyboard goes along"));
    // The screen follows the article after a pause.
    await eventually(async () => assert.ok("Marked beyond the answers 1" in (await groups(attest))));
    const found = await groups(attest);
    const names = Object.keys(found).map((name) => name.replace(/ \d+$/, ""));
    assert.deepEqual(names, ["Missed", "Found with other edges", "Found, with another label", "Marked beyond the answers", "Found"]);
    assert.deepEqual(found["Found 1"], ["Figure: 30 centimetres"]);
    assert.deepEqual(found["Found with other edges 1"], ["Claim: Repairs to the old weir"]);
    assert.deepEqual(found["Marked beyond the answers 1"], ["Caption: Is the footbridge"]);
    assert.deepEqual(found["Found, with another label 1"], ["Caption: 38 people"]);
    assert.ok(found[`Missed ${gold.annotations.length - 3}`].length >= 30);
    const numbers = await table(attest);
    assert.deepEqual(Object.keys(numbers), ["Claim", "Figure", "Caption", "Attribution", "All"]);
    assert.deepEqual(numbers.Figure.slice(1), ["100", "10", "18", "100", "10", "18"]);
    assert.deepEqual(numbers.All.slice(1, 4), ["25", "3", "5"], "exactly");
    assert.deepEqual(numbers.All.slice(4), ["50", "5", "10"], "overlapping");

    // What was missed is selected in the article, and a label's key marks it.
    await attest.click("button", "Attribution: council says", await attest.page.$(".comparison"));
    await eventually(async () => assert.deepEqual(await attest.selection(), ["council says"]));
    await attest.press("4");
    await eventually(async () => assert.deepEqual((await groups(attest))["Found 2"], ["Attribution: council says", "Figure: 30 centimetres"]));
    // What was marked becomes active.
    await attest.click("button", "Claim: Repairs to the old weir", await attest.page.$(".comparison"));
    await eventually(async () => assert.deepEqual(await attest.active(), ["Repairs to the old weir"]));

    // The article that was open before is as it was.
    await attest.showArticles();
    await attest.page.evaluate(() => [...document.querySelectorAll(".card-open")].find((card) => card.textContent.includes("Ministry")).click());
    await quotes(attest, ["figure: 200,000 people"]);
  });

  scenario("goes on where it was left", { article }, async (attest) => {
    await openPractice(attest);
    await attest.mark("2", "30 centimetres");
    await quotes(attest, ["figure: 30 centimetres"]);
    await attest.showArticles();
    await attest.page.evaluate(() => [...document.querySelectorAll(".card-open")].find((card) => card.textContent.includes("Ministry")).click());
    await quotes(attest, []);
    await attest.find("button", "Open the practice article");
    await attest.click("button", "Open the practice article");
    await quotes(attest, ["figure: 30 centimetres"]);
    await attest.reload();
    await visit(attest, "practise", "Practice");
    await attest.click("button", "Show the answers");
    await eventually(async () => assert.deepEqual((await groups(attest))["Found 1"], ["Figure: 30 centimetres"]));
    await attest.click("button", "Hide the answers");
    await attest.find("button", "Show the answers");
    assert.equal(await attest.page.$(".comparison"), null);
  });

  let isAway = true;
  scenario("says when the article cannot be loaded, and tries again", { article, replace: { "practice.attest.json": () => (isAway ? null : PRACTICE) } }, async (attest) => {
    isAway = true;
    const practice = await visit(attest, "practise", "Practice");
    await eventually(async () => assert.match(await practice.evaluate((dialog) => dialog.innerText), /The practice article could not be loaded\. Check the connection/));
    isAway = false;
    await attest.click("button", "Try again", practice);
    await attest.find("button", "Open the practice article");
    // The browser itself reports that the file was not there.
    attest.messages.length = 0;
  });

  scenario("compares another person's file with what is marked here", { article }, async (attest, { profile }) => {
    await attest.mark("2", "200,000 people");
    await attest.mark("2", "30%");
    await attest.mark("4", "said Konashenkov");
    await attest.press("Escape");
    const file = await attest.file();
    const [first, second, third] = file.annotations;
    const text = file.document.text;
    const start = text.indexOf("45,000");
    const theirs = {
      ...file,
      annotations: [
        { ...first, spans: [{ start: first.spans[0].start, end: first.spans[0].start + 7, quote: "200,000" }] },
        second.label === "attribution" ? second : third,
        { ...third, id: "x-1", label: "claim", spans: (second.label === "figure" ? second : third).spans },
        { id: "x-2", label: "figure", note: "Of those who <b>stayed</b>.", spans: [{ start, end: start + 6, quote: "45,000" }] },
      ],
    };
    const agreement = await visit(attest, "compare", "Agreement");
    const input = await agreement.$("input[type=file]");
    await input.uploadFile(await fileOf(profile, "anna.attest.json", JSON.stringify(theirs)));
    await eventually(async () =>
      assert.deepEqual(await groups(attest), {
        "Only in the file 1": ["Figure: 45,000"],
        "With other edges 1": ["Figure: 200,000 people"],
        "With another label 1": ["Figure: 30%"],
      }),
    );
    const shown = await agreement.evaluate((dialog) => dialog.innerText);
    assert.match(shown, /anna\.attest\.json: 4 annotations/);
    assert.match(shown, /In the file: 200,000$/m);
    assert.match(shown, /In the file: Claim: 30%$/m);
    assert.match(shown, /Of those who <b>stayed<\/b>\./);
    const numbers = await table(attest);
    assert.deepEqual(numbers.Attribution, ["1 in the file, 1 here", "100", "100", "100", "100", "100", "100"]);
    assert.deepEqual(numbers.Figure, ["2 in the file, 2 here", "0", "0", "0", "50", "50", "50"]);
    assert.deepEqual(numbers.All.slice(1), ["33", "25", "29", "67", "50", "57"]);
    // Nothing was taken over.
    await quotes(attest, ["figure: 200,000 people", "attribution: said Konashenkov", "figure: 30%"]);
    await attest.click("button", "Figure: 45,000", agreement);
    await eventually(async () => assert.deepEqual(await attest.selection(), ["45,000"]));
    await attest.press("2");
    await eventually(async () => assert.equal((await groups(attest))["Only in the file 1"], undefined));

    const other = { format: "attest", version: 1, document: { text: "Another\ntext." }, annotations: [] };
    await input.uploadFile(await fileOf(profile, "other.attest.json", JSON.stringify(other)));
    await eventually(async () => assert.match(await agreement.evaluate((dialog) => dialog.innerText), /“other\.attest\.json” cannot be compared: it is of another text/));
    await input.uploadFile(await fileOf(profile, "none.attest.json", "{]"));
    await eventually(async () => assert.match(await agreement.evaluate((dialog) => dialog.innerText), /“none\.attest\.json” cannot be compared: This is not a readable/));
    assert.deepEqual(await groups(attest), {});
  });

  for (const [where, viewport] of Object.entries({ "on a wide screen": undefined, "on a phone": PHONE })) {
    scenario(`has no barrier and sticks out nowhere ${where}`, { article, viewport }, async (attest, { profile }) => {
      const fits = async (state) => {
        await assertNoBarrier(attest, state);
        const excess = await attest.read(() => {
          const dialog = document.querySelector(".annex[open]");
          const table = document.querySelector(".comparison-table");
          return [dialog.scrollWidth - dialog.clientWidth, document.documentElement.scrollWidth - innerWidth, table ? table.scrollWidth - table.clientWidth : 0];
        });
        assert.ok(excess.every((pixels) => pixels <= 0), `${state}: ${excess}`);
      };
      await openPractice(attest);
      await fits("before the answers");
      await attest[viewport === PHONE ? "markOnPhone" : "mark"]("2", "£4.2 million");
      await attest.press("Escape");
      await attest.click("button", "Show the answers");
      await attest.page.waitForSelector(".comparison");
      await fits("with the answers");
      await attest.click("button", "Theme: as the system");
      await fits("with the answers, in the dark");
      const agreement = await visit(attest, "compare", "Agreement");
      await fits("agreement");
      await (await agreement.$("input[type=file]")).uploadFile(await fileOf(profile, "gold.attest.json", PRACTICE));
      await attest.page.waitForSelector(".comparison");
      await fits("agreement with a file");
    });
  }
});
