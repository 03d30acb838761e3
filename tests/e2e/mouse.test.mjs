// Marking with the mouse: what is seen while dragging is what is saved; the palette stands beside it.

import assert from "node:assert/strict";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;

story("Marking with the mouse", (engine, scenario) => {
  scenario("a drag snaps to whole words and shows, while it goes on, just what will be saved", { article }, async (attest) => {
    // What the hand drags over, and what is meant by it.
    const drags = [
      ["0,000 peop", "200,000 people"],
      [", and no more than 45,000 remained.", "and no more than 45,000 remained"],
      ["aqqa,” sai", "Raqqa,” said"],
      ["“Raqqa,”", "“Raqqa,”"],
      ["0% in", "30% in"],
      ["€3.5 mill", "€3.5 million"],
      ["/Reuters Photo", "/Reuters Photo"],
      [" He gave ", "He gave"],
    ];
    for (const [index, [dragged, meant]] of drags.entries()) {
      await attest.drag(dragged, { release: false });
      await eventually(async () => assert.deepEqual(await attest.selection(), [meant], `dragging "${dragged}"`));
      assert.equal(await attest.hasPalette(), false, "no palette while the hand drags");
      await attest.release();
      await attest.press("2");
      await eventually(async () => assert.equal((await attest.marks()).length, index + 1));
      assert.deepEqual(await attest.active(), [meant]);
      await attest.press("Escape");
    }
    const { annotations } = await attest.file();
    assert.deepEqual(annotations.map(({ spans }) => spans[0].quote).sort(), drags.map(([, meant]) => meant).sort());
  });

  scenario("a drag from right to left marks the same", { article }, async (attest) => {
    await attest.drag("0,000 peop", { backward: true });
    await attest.press("2");
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 200,000 people"]));
  });

  scenario("Alt takes the exact characters", { article }, async (attest) => {
    await attest.drag("0,000 peop", { with: "Alt" });
    await eventually(async () => assert.deepEqual(await attest.selection(), ["0,000 peop"]));
    await attest.press("2");
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 0,000 peop"]));
    const { annotations } = await attest.file();
    assert.deepEqual(annotations.map(({ spans }) => spans[0].quote), ["0,000 peop"]);
  });

  scenario("a drag over several blocks marks them all as one", { article }, async (attest) => {
    const from = await attest.place("in Raqqa, the ministry");
    const to = await attest.place("said Konashenkov");
    await attest.dragBetween(from.start, to.end);
    await attest.press("1");
    const blocks = await attest.blocks();
    const parts = [blocks[1].slice(blocks[1].indexOf("in Raqqa, the")), "“Raqqa,” said Konashenkov"];
    await eventually(async () =>
      assert.deepEqual((await attest.marks()).map(({ text }) => text.trim()), parts),
    );
    assert.equal((await attest.margin()).length, 1);
    const { annotations } = await attest.file();
    assert.deepEqual(annotations.map(({ spans }) => spans.map(({ quote }) => quote)), [[parts.join("\n")]]);
  });

  scenario("a double-click takes the word, a triple-click the block", { article }, async (attest) => {
    await attest.clickText("ministry said", { count: 2 });
    await attest.press("4");
    await eventually(async () => assert.equal((await attest.marks()).length, 1));
    const [{ text: word }] = await attest.marks();
    assert.match(word, /^(ministry|said)$/);
    await attest.press("Escape");

    await attest.clickText("woman waves", { count: 3 });
    await attest.press("3");
    const caption = "caption: A woman waves a flag in Raqqa, Syria. /Reuters Photo";
    await eventually(async () => assert.deepEqual((await attest.quotes()).slice(1), [caption]));
  });

  scenario("the palette stands beside the selection, never over it, and marks by a click", { article }, async (attest) => {
    const quotes = ["Ministry counts", "200,000 people", "Raqqa, the ministry said on Sunday, and no more than 45,000", "Source(s): Reuters"];
    for (const height of [900, 500]) {
      await attest.page.setViewport({ width: 1440, height });
      for (const quote of quotes) {
        await attest.drag(quote);
        const palette = await attest.palette();
        const { left, top, right, bottom } = await palette.evaluate((element) => element.getBoundingClientRect().toJSON());
        const { boxes } = await attest.place(quote);
        for (const box of boxes) {
          const apart = right <= box.left || box.right <= left || bottom <= box.top || box.bottom <= top;
          assert.ok(apart, `the palette covers "${quote}" in a window of ${height} px`);
        }
        const size = await attest.page.evaluate(() => [innerWidth, innerHeight]);
        assert.ok(left >= 0 && top >= 0 && right <= size[0] && bottom <= size[1], `the palette can be seen at "${quote}"`);
        const near = Math.min(...boxes.map((box) => Math.max(box.top - bottom, top - box.bottom)));
        assert.ok(near < 40, `the palette is near "${quote}": ${near} px`);
        await attest.press("Escape");
        await eventually(async () => assert.equal(await attest.hasPalette(), false));
        assert.deepEqual(await attest.selection(), []);
      }
    }

    await attest.drag("200,000 people");
    const palette = await attest.palette();
    const names = await palette.$$eval("button", (buttons) => buttons.map((button) => button.innerText.split("\n")));
    assert.deepEqual(names, [["Claim", "1"], ["Figure", "2"], ["Caption", "3"], ["Attribution", "4"]]);
    await attest.click("button", "Figure", palette);
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 200,000 people"]));
    assert.equal(await attest.hasPalette(), false);
    assert.equal((await attest.focused()).role, "document", "the keyboard is in the article");
  });

  scenario("each of the keys 1 to 4 gives its label, and a click beside the text drops the selection", { article }, async (attest) => {
    const expected = [];
    for (const [key, label, quote] of [
      ["1", "claim", "Prices rose by 30% in 2017"],
      ["2", "figure", "1,200 families"],
      ["3", "caption", "€3.5 million"],
      ["4", "attribution", "12 of 40 schools"],
    ]) {
      await attest.mark(key, quote);
      expected.push(`${label}: ${quote}`);
      await eventually(async () => assert.deepEqual(await attest.quotes(), expected));
      assert.deepEqual(await attest.selection(), []);
    }
    await attest.press("Escape");

    await attest.drag("no more than 45,000");
    await attest.palette();
    await attest.page.mouse.click(20, 400);
    await eventually(async () => assert.deepEqual(await attest.selection(), []));
    assert.equal(await attest.hasPalette(), false);
    assert.deepEqual(await attest.quotes(), expected);
  });

  scenario("a label can be pressed at once after the hand lets go", { article }, async (attest) => {
    const words = ["counts", "people", "ministry", "Sunday", "remained", "Konashenkov", "inherited", "Dresden", "families", "schools"];
    for (const [index, word] of words.entries()) {
      if (index % 2 === 0) await attest.clickText(word, { count: 2 });
      else await attest.drag(word);
      await attest.press("2");
      await eventually(async () => assert.equal((await attest.marks()).length, index + 1, `"${word}"`));
      await attest.press("Escape");
    }
    assert.deepEqual((await attest.marks()).map(({ text }) => text), words);
    assert.equal(await attest.pen(), null);
  });

  scenario("what was marked last is not in the way of the next drag", { article }, async (attest) => {
    const claim = "about 1,200 families paid €3.5 million";
    const inside = ["about 1,200 families", "€3.5 million", "paid"];
    await attest.mark("1", claim);
    for (const quote of inside) {
      await attest.drag(quote);
      await eventually(async () => assert.deepEqual(await attest.selection(), [quote]));
      await attest.press("2");
    }
    await eventually(async () =>
      assert.deepEqual(await attest.quotes(), [
        `claim: ${claim}`,
        "figure: about 1,200 families",
        "figure: paid",
        "figure: €3.5 million",
      ]),
    );
  });

  scenario("a drag may begin within what is selected or was just marked", { article }, async (attest) => {
    await attest.drag("no more than 45,000");
    await attest.palette();
    await attest.drag("45,000 remained");
    await eventually(async () => assert.deepEqual(await attest.selection(), ["45,000 remained"]));
    await attest.click("button", "Claim", await attest.palette());
    await attest.drag("45,000");
    await eventually(async () => assert.deepEqual(await attest.selection(), ["45,000"]));
    await attest.press("2");
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["claim: 45,000 remained", "figure: 45,000"]));
  });
});
