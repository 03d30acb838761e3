// Annotations without a place in the text: they are listed in the overview, and a person places or removes them.

import assert from "node:assert/strict";
import { LAPTOP, PHONE } from "./support/attest.mjs";
import { assertNoBarrier } from "./support/axe.mjs";
import { quotes, says } from "./support/expectations.mjs";
import { fileOf } from "./support/files.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;

/** A file of the report with a claim that has its place, and a figure and an attribution that have none. */
function lostFile() {
  const lost = (id, label, quotes, note = "") => {
    const spans = quotes.map((quote, index) => ({ start: 9000 + 100 * index, end: 9000 + 100 * index + quote.length, quote }));
    return { annotation: { id, label, spans, note, origin: "human" } };
  };
  const quote = "Prices rose by 30% in 2017";
  const start = REPORT.indexOf(quote);
  return JSON.stringify({
    format: "attest",
    version: 1,
    document: { text: REPORT },
    annotations: [{ id: "a-1", label: "claim", spans: [{ start, end: start + quote.length, quote }] }],
    links: [{ id: "l-1", type: "quantifies", from: "a-2", to: "a-1" }],
    orphans: [lost("a-2", "figure", ["190,000 people"], "the old number"), lost("a-3", "attribution", ["said a speaker", "of the army"])],
  });
}

const CLAIM = "claim: Prices rose by 30% in 2017";
const PLACE = { figure: "Place at the selection: Figure, 190,000 people", cue: "Place at the selection: Attribution, said a speaker … of the army" };
const REMOVE = { figure: "Remove: Figure, 190,000 people", cue: "Remove: Attribution, said a speaker … of the army" };

async function openLost(attest, profile) {
  await attest.openFiles(await fileOf(profile, "lost.attest.json", lostFile()));
  await attest.find("button", "2 without a place");
  await attest.page.focus("#article");
}

const listed = (attest, expected) =>
  eventually(async () => {
    const rows = await attest.page.$$eval(".orphan", (rows) => rows.map((row) => [...row.querySelectorAll("p")].map((part) => part.textContent).join(" | ")));
    assert.deepEqual(rows, expected);
  });
const BOTH = ["Figure: 190,000 people | Note: the old number", "Attribution: said a speaker … of the army"];
const focusIs = (attest, name) => eventually(async () => assert.equal((await attest.focused()).name, name));
const waiting = async (attest) => ((await attest.file()).orphans ?? []).map(({ annotation }) => annotation.id);

story("Annotations without a place", (engine, scenario) => {
  scenario("are listed, and placed by keyboard alone; undo takes it back, and a reload keeps it", { article }, async (attest, { profile }) => {
    await openLost(attest, profile);
    await attest.tabIntoArticle();
    await attest.press("Control+Home", "Control+ArrowDown", "Control+ArrowRight", "Control+Shift+ArrowRight", "Control+Shift+ArrowRight");
    await eventually(async () => assert.deepEqual(await attest.selection(), ["200,000 people"]));
    await attest.press("o");
    await attest.find("dialog", "Overview");
    await listed(attest, BOTH);
    await focusIs(attest, "Close");
    await attest.press("Tab");
    await focusIs(attest, PLACE.figure);
    await attest.press("Enter");
    await quotes(attest, ["figure: 200,000 people", CLAIM]);
    await listed(attest, BOTH.slice(1));
    await says(attest, /^Placed\. Figure: 200,000 people/);
    assert.equal((await attest.focused()).role, "document", "the next words can be selected at once");
    assert.deepEqual(await attest.active(), ["200,000 people"]);
    const { annotations, links } = await attest.file();
    assert.equal(annotations.find(({ id }) => id === "a-2").note, "the old number");
    assert.deepEqual(links.map(({ from, to }) => [from, to]), [["a-2", "a-1"]], "it keeps its link");

    await attest.page.focus("#article");
    await attest.press("Control+z");
    await quotes(attest, [CLAIM]);
    await eventually(async () => assert.match(await attest.said(), /^Undone\. 2 annotations without a place$/));
    await listed(attest, BOTH);
    await attest.press("Control+Shift+z");
    await quotes(attest, ["figure: 200,000 people", CLAIM]);
    await attest.reload();
    await quotes(attest, ["figure: 200,000 people", CLAIM]);
    await attest.find("button", "1 without a place");
    assert.deepEqual(await waiting(attest), ["a-3"]);
  });

  scenario("are placed with the mouse, from the link in the state line", { article }, async (attest, { profile }) => {
    await openLost(attest, profile);
    await attest.click("button", "2 without a place");
    await attest.find("dialog", "Overview");
    await attest.click("button", PLACE.cue);
    await says(attest, /^Select the words it belongs to first\.$/);
    await listed(attest, BOTH);
    await attest.drag("said Konashenkov");
    await eventually(async () => assert.deepEqual(await attest.selection(), ["said Konashenkov"]));
    await attest.click("button", PLACE.cue);
    await quotes(attest, ["attribution: said Konashenkov", CLAIM]);
    await listed(attest, BOTH.slice(0, 1));
    await attest.click("button", "Undo", await attest.page.$(".messages"));
    await quotes(attest, [CLAIM]);
    await listed(attest, BOTH);
    await attest.find("button", "2 without a place");

    // Where the same is marked already, nothing is put over it.
    await attest.mark("2", "200,000 people");
    await attest.drag("200,000 people");
    await attest.click("button", PLACE.figure);
    await says(attest, /^These words have this label already/);
    assert.deepEqual(await waiting(attest), ["a-2", "a-3"]);
  });

  scenario("are named by links that lead to them, which go to the list", { article }, async (attest, { profile }) => {
    await openLost(attest, profile);
    const linked = "quantified by: 190,000 people (without a place)";
    await eventually(async () => assert.deepEqual(await attest.page.$$eval(".item-links", (items) => items.map((item) => item.textContent)), [`. ${linked}`]));
    await attest.click("button", `${CLAIM.replace("claim", "Claim")}. ${linked}`);
    await attest.click("button", linked, await attest.inspector());
    await attest.find("dialog", "Overview");
    await listed(attest, BOTH);
    assert.deepEqual(await attest.active(), ["Prices rose by 30% in 2017"], "nothing is given up for it");
  });

  scenario("are removed with their links, and undo brings them back", { article }, async (attest, { profile }) => {
    await openLost(attest, profile);
    await attest.press("o");
    await attest.find("dialog", "Overview");
    await attest.click("button", REMOVE.figure);
    await says(attest, /^Removed\. Figure: 190,000 people$/);
    await listed(attest, BOTH.slice(1));
    await focusIs(attest, REMOVE.cue);
    await attest.find("button", "1 without a place");
    await attest.click("button", "Undo", await attest.page.$(".messages"));
    await listed(attest, BOTH);
    await eventually(async () => assert.match(await attest.said(), /^Undone\. 2 annotations without a place$/));
    assert.equal((await attest.file()).links.length, 1);

    await (await attest.find("button", REMOVE.cue)).focus();
    await attest.press("Enter");
    await focusIs(attest, REMOVE.figure);
    await attest.press("Enter");
    await listed(attest, []);
    await eventually(async () => assert.equal((await attest.focused()).id, "overview-found"));
    await attest.gone("button", "1 without a place");
    assert.deepEqual(await waiting(attest), []);
    await attest.reload();
    assert.deepEqual(await waiting(attest), []);
  });

  for (const [where, viewport] of [["on a laptop", LAPTOP], ["on a phone", PHONE]]) {
    scenario(`have no barrier that axe finds, and nothing sticks out, ${where}`, { article, viewport }, async (attest, { profile }) => {
      await openLost(attest, profile);
      await attest.click("button", "2 without a place");
      const dialog = await attest.find("dialog", "Overview");
      await listed(attest, BOTH);
      await assertNoBarrier(attest, "the overview with annotations without a place");
      const excess = await dialog.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
      assert.ok(excess <= 0, `${excess} px stick out`);
      const status = await attest.page.$eval("footer.status", (status) => status.scrollWidth - status.clientWidth);
      assert.ok(status <= 0, `${status} px of the state line stick out`);
      if (viewport !== PHONE) return;
      // The screen makes way for the article, where the words are.
      await attest.click("button", PLACE.figure);
      await attest.gone("dialog", "Overview");
      await says(attest, /^Select the words it belongs to first\.$/);
      await attest.drag("200,000 people");
      await attest.click("button", "2 without a place");
      await attest.click("button", PLACE.figure);
      await quotes(attest, ["figure: 200,000 people", CLAIM]);
      await attest.gone("dialog", "Overview");
      await attest.find("button", "1 without a place");
    });
  }
});
