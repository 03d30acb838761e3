// The pen: choose a label first, then each drag marks at once. Twelve spans of four labels cost at most 19 actions.

import assert from "node:assert/strict";
import { TALL } from "./support/attest.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const options = { article: REPORT, viewport: TALL };

const SPANS = [
  ["1", "claim", "About 200,000 people had lived in Raqqa"],
  ["1", "claim", "Raqqa,” said Konashenkov, “has inherited the fate of Dresden"],
  ["1", "claim", "Prices rose by 30% in 2017"],
  ["2", "figure", "200,000 people"],
  ["2", "figure", "no more than 45,000"],
  ["2", "figure", "30%"],
  ["2", "figure", "€3.5 million"],
  ["3", "caption", "A woman waves a flag in Raqqa, Syria. /Reuters Photo"],
  ["3", "caption", "A woman waves a flag in Raqqa, Syria. /Reuters Photo", 1],
  ["4", "attribution", "the ministry said"],
  ["4", "attribution", "said Konashenkov"],
  ["4", "attribution", "Source(s): Reuters"],
];

story("Marking with a pen", (engine, scenario) => {
  scenario("twelve spans of four labels cost at most 19 actions", options, async (attest) => {
    let pen;
    for (const [key, label, quote, nth = 0] of SPANS) {
      if (pen === undefined) await attest.click("button", "Claim", await attest.pens());
      else if (pen !== key) await attest.press(key);
      pen = key;
      await attest.drag(quote, { nth });
      await eventually(async () => {
        const same = (await attest.quotes()).filter((mark) => mark === `${label}: ${quote}`);
        assert.equal(same.length, nth + 1, quote);
      });
    }
    const actions = attest.actions;
    assert.equal((await attest.margin()).length, SPANS.length);
    assert.ok(actions <= 19, `${actions} actions`);
    assert.equal(await attest.hasPalette(), false, "with a pen nothing is asked");

    const { annotations } = await attest.file();
    const quotes = (list) => list.sort().join("\n");
    assert.equal(
      quotes(annotations.map(({ label, spans }) => `${label}: ${spans[0].quote}`)),
      quotes(SPANS.map(([, label, quote]) => `${label}: ${quote}`)),
    );
  });

  scenario("the same in the other order: select, then press the key", options, async (attest) => {
    for (const [index, [key, label, quote, nth = 0]] of SPANS.slice(0, 4).entries()) {
      await attest.mark(key, quote, { nth });
      await eventually(async () => assert.equal((await attest.marks()).length, index + 1));
      assert.ok((await attest.quotes()).includes(`${label}: ${quote}`));
      assert.equal(await attest.pen(), null, "no pen is left in the hand");
    }
  });

  scenario("a pen is picked up in the bar or by its key, changed by another, put down by Escape", options, async (attest) => {
    const pen = (name) => eventually(async () => assert.equal(await attest.pen(), name));
    await attest.click("button", "Caption", await attest.pens());
    await pen("Caption");
    await attest.drag("Prices rose");
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["caption: Prices rose"]));
    await pen("Caption");

    await attest.press("4");
    await pen("Attribution");
    await attest.drag("said Konashenkov");
    await eventually(async () => assert.equal((await attest.marks()).length, 2));

    await attest.press("4");
    await pen(null);
    await attest.press("Escape", "2");
    await pen("Figure");
    await attest.press("Escape");
    await pen(null);
    await attest.press("Escape");

    await attest.drag("200,000 people");
    await attest.palette();
    assert.equal((await attest.marks()).length, 2, "without a pen a drag only selects");
    await attest.press("Escape");
  });

  scenario("a double-click marks the word, a triple-click only the block", options, async (attest) => {
    await attest.click("button", "Figure", await attest.pens());
    await attest.clickText("45,000", { count: 2 });
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 45,000"]));

    await attest.press("3");
    const caption = "A woman waves a flag in Raqqa, Syria. /Reuters Photo";
    await attest.clickText("waves", { count: 3 });
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 45,000", `caption: ${caption}`]));
    // Nothing comes later: the double-click within was waited for and dropped.
    await attest.clickText("Reuters Photo", { nth: 1, count: 3 });
    const all = ["figure: 45,000", `caption: ${caption}`, `caption: ${caption}`];
    await eventually(async () => assert.deepEqual(await attest.quotes(), all));
    assert.equal((await attest.file()).annotations.length, 3);
  });

  scenario("marks side by side and one within another, one drag each", options, async (attest) => {
    await attest.click("button", "Figure", await attest.pens());
    const quotes = ["1,200 families", "paid", "€3.5 million", "and", "12 of 40", "12", "40", "40 schools"];
    for (const quote of quotes) {
      const count = (await attest.marks()).length;
      await attest.drag(quote);
      await eventually(async () => assert.equal((await attest.marks()).length, count + 1, `"${quote}" is marked`));
    }
    assert.deepEqual((await attest.marks()).map(({ text }) => text).sort(), quotes.sort());
  });

  scenario("a click between two drags changes nothing", options, async (attest) => {
    await attest.click("button", "Claim", await attest.pens());
    await attest.drag("Prices rose by 30%");
    await attest.clickText("families");
    await attest.drag("12 of 40 schools stayed shut");
    await eventually(async () =>
      assert.deepEqual(await attest.quotes(), ["claim: Prices rose by 30%", "claim: 12 of 40 schools stayed shut"]),
    );
    assert.equal(await attest.pen(), "Claim");
  });
});
