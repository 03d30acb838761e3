// An article that has changed: the annotations of its earlier version are followed, and a person decides about what is not clear.

import assert from "node:assert/strict";
import { PHONE } from "./support/attest.mjs";
import { quotes, says } from "./support/expectations.mjs";
import { fileOf } from "./support/files.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

const OLD = "The river\nThe dam holds, said the mayor.\nAbout 300 people left the valley on Sunday morning.\nA view of the old market hall in the evening sun.\nOf 12 schools one burnt. It rained.";
const NEW = "The river\nThe dam holds, said the mayor on Monday.\nAbout 300 people left the whole valley on Sunday morning.\nThe bakery is open again. 12 schools one burnt, they say. Yesterday 12 schools were full. It rained.";
const MARKS = [
  ["claim", "The dam holds"],
  ["attribution", "said the mayor"],
  ["claim", "About 300 people left the valley on Sunday morning"],
  ["caption", "A view of the old market hall in the evening sun."],
  ["figure", "12 schools"],
];

function annotationFile() {
  const annotation = ([label, quote], index) => {
    const start = OLD.indexOf(quote);
    return { id: `a${index}`, label, spans: [{ start, end: start + quote.length, quote }], note: label === "caption" ? "a picture" : "", origin: "human" };
  };
  const links = [{ id: "l1", type: "attributes", from: "a1", to: "a0" }];
  return JSON.stringify({ format: "attest", version: 1, document: { text: OLD }, annotations: MARKS.map(annotation), links });
}

const title = "Follow the annotations of an earlier version";
const items = (attest) => attest.page.$$eval(".review-item", (items) => items.map((item) => item.innerText));

/** Opens the earlier version, and then the changed text. */
async function openBoth(attest, profile, changed = NEW) {
  await attest.openFiles(await fileOf(profile, "old.attest.json", annotationFile()));
  await eventually(async () => assert.equal((await attest.quotes()).length, 5));
  await attest.openFiles(await fileOf(profile, "new.txt", changed));
  await eventually(async () => assert.deepEqual(await attest.blocks(), changed.split("\n")));
}

story("An article that has changed", (engine, scenario) => {
  scenario("is reviewed by keys alone; undecided ones are kept without a place", {}, async (attest, { profile }) => {
    await openBoth(attest, profile);
    await attest.tabIntoArticle();
    await attest.press("Control+k");
    await attest.find("dialog", "Commands");
    await attest.type("earlier version");
    await attest.press("Enter");
    await attest.find("dialog", title);
    await eventually(async () => assert.equal((await items(attest)).length, 2));
    for (let count = 0; count < 40 && (await attest.focused()).name !== "Take over"; count++) await attest.press("Tab");
    assert.equal((await attest.focused()).name, "Take over");
    await attest.press("Enter");
    await attest.gone("dialog", title);
    await says(attest, /3 annotations taken over\. 2 kept without a place/);
    const { orphans } = await attest.file();
    assert.deepEqual(orphans.map(({ annotation }) => annotation.id), ["a3", "a4"]);
    await attest.click("button", "2 without a place");
    await attest.find("button", "Place at the selection: Caption, A view of the old market hall in the evening sun.");
    await attest.drag("12 schools");
    await attest.click("button", "Place at the selection: Figure, 12 schools");
    await eventually(async () => assert.ok((await attest.quotes()).includes("figure: 12 schools")));
    await attest.find("button", "1 without a place");
  });

  scenario("is offered, reviewed with the mouse, and taken over in one step", {}, async (attest, { profile }) => {
    await openBoth(attest, profile);
    await says(attest, /earlier version of this article has annotations/);
    await attest.click("button", "Show", await attest.page.$(".messages"));
    const dialog = await attest.find("dialog", title);
    await eventually(async () => assert.match(await dialog.evaluate((element) => element.innerText), /5 annotations: 2 same, 1 changed, 1 unsure, 1 lost/));
    const waiting = await items(attest);
    assert.equal(waiting.length, 2);
    assert.match(waiting[0], /Lost[^]*Caption[^]*a picture[^]*old market hall[^]*Nothing like it/);
    assert.match(waiting[1], /Unsure[^]*Figure[^]*12 schools/);
    assert.deepEqual(await attest.quotes(), [], "nothing has moved by itself");

    // What is certain can be looked through, with the differences marked.
    await (await attest.page.waitForSelector("xpath/.//button[contains(., 'Changed 1')]")).click();
    await eventually(async () => assert.equal((await items(attest)).length, 1));
    assert.deepEqual(await attest.page.$$eval(".review-new mark ins", (marks) => marks.map((mark) => mark.textContent.trim())), ["whole"]);

    await (await attest.page.waitForSelector("xpath/.//button[contains(., 'Waiting for you 2')]")).click();
    const options = await eventually(async () => {
      const options = await attest.page.$$(".review-side .choice");
      assert.equal(options.length, 2);
      return options;
    });
    const after = (label) => label.querySelector("mark").nextElementSibling.textContent;
    const texts = await Promise.all(options.map((option) => option.evaluate(after)));
    await options[texts.findIndex((text) => text.startsWith(" one burnt"))].click();
    const caption = (await attest.page.$$(".review-item"))[0];
    await (await caption.waitForSelector("xpath/.//label[contains(., 'Drop it')]")).click();
    await eventually(async () => assert.match(await dialog.evaluate((element) => element.innerText), /The earlier version stays as it is/));
    await attest.click("button", "Take over");
    await attest.gone("dialog", title);
    await quotes(attest, ["claim: The dam holds", "attribution: said the mayor", "claim: About 300 people left the whole valley on Sunday morning", "figure: 12 schools"]);
    await says(attest, /4 annotations taken over/);
    const { annotations, links, orphans } = await attest.file();
    assert.equal(annotations.length, 4);
    assert.deepEqual(links.map(({ from, to }) => [from, to]), [["a1", "a0"]]);
    assert.deepEqual(orphans ?? [], []);

    // One step takes it back, and the earlier version is as it was.
    await attest.press("Control+z");
    await quotes(attest, []);
    await attest.press("Control+Shift+z");
    await eventually(async () => assert.equal((await attest.quotes()).length, 4));
    await attest.showArticles();
    await (await attest.page.waitForSelector("xpath/.//button[contains(., '5 annotations')]")).click();
    await eventually(async () => assert.deepEqual((await attest.quotes()).length, 5));
  });

  scenario("keeps what was marked in it already, and Escape changes nothing", {}, async (attest, { profile }) => {
    await openBoth(attest, profile);
    await attest.mark("2", "300 people");
    await quotes(attest, ["figure: 300 people"]);
    await attest.press("Escape", "Control+k");
    await attest.find("dialog", "Commands");
    await attest.type("earlier version");
    await attest.press("Enter");
    await attest.find("dialog", title);
    await eventually(async () => assert.equal((await items(attest)).length, 2));
    await attest.press("Escape");
    await attest.gone("dialog", title);
    await quotes(attest, ["figure: 300 people"]);
    await attest.press("Control+k");
    await attest.find("dialog", "Commands");
    await attest.type("earlier version");
    await attest.press("Enter");
    await eventually(async () => assert.equal((await items(attest)).length, 2));
    await attest.click("button", "Take over");
    await eventually(async () => assert.ok((await attest.quotes()).includes("figure: 300 people")));
    assert.equal((await attest.quotes()).length, 4);
  });

  scenario("is not offered where nothing is alike; there is room on a phone", { viewport: PHONE }, async (attest, { profile }) => {
    await openBoth(attest, profile, "Weather\nIt will be sunny all day long, and warm.");
    assert.doesNotMatch(await attest.message(), /earlier version/);
    await openBoth(attest, profile);
    await attest.click("button", "Show", await attest.page.$(".messages"));
    await eventually(async () => assert.equal((await items(attest)).length, 2));
    const overflow = await attest.page.evaluate(() => {
      const dialog = document.querySelector("dialog[open]");
      return dialog.scrollWidth - dialog.clientWidth;
    });
    assert.ok(overflow <= 0, `${overflow}`);
    await attest.press("Escape");
  });
});
