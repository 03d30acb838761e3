// Undo and redo of everything, also after a reload; and nothing is lost by a reload at any time.

import assert from "node:assert/strict";
import { TALL } from "./support/attest.mjs";
import { random } from "./support/random.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const options = { article: REPORT, viewport: TALL };

/** Waits until the work is another one than it was, and gives it. */
function changed(attest, before) {
  return eventually(async () => {
    const work = await attest.work();
    assert.notDeepEqual(work, before);
    // The margin may be a frame ahead of the paint: only what stays is a state.
    await attest.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.deepEqual(await attest.work(), work);
    return work;
  });
}

const isDisabled = async (attest, name) => (await attest.find("button", name)).evaluate((button) => button.disabled);
const becomes = (attest, work) => eventually(async () => assert.deepEqual(await attest.work(), work));

story("Undo and redo", (engine, scenario) => {
  scenario("take back and repeat every kind of change, also after a reload", options, async (attest) => {
    const removeAll = async () => {
      await attest.showArticles();
      await attest.click("button", "Remove all annotations of the open article");
      await attest.gone("dialog", "Articles");
    };
    const dragEdge = async () => {
      const { middle } = await attest.place("families");
      await attest.dragBetween(await attest.handle(1), middle);
    };
    const removePart = async () => {
      const inspector = await attest.inspector();
      await (await inspector.$('[aria-label^="Remove this part"], [aria-label="Remove part 1"]')).click();
    };
    const note = async () => {
      await (await attest.find("textbox", "Note")).click();
      await attest.type("where from?");
      await attest.press("Escape");
    };
    const steps = [
      () => attest.mark("2", "200,000 people"),
      () => attest.mark("4", "the ministry said"),
      () => attest.mark("1", "Prices rose by 30%"),
      dragEdge,
      () => attest.drag("€3.5 million", { with: "Control" }),
      () => attest.press("3"),
      () => attest.press("]"),
      note,
      removePart,
      () => attest.press("Delete"),
      () => attest.mark("2", "12 of 40 schools"),
      removeAll,
      () => attest.mark("3", "Source(s): Reuters"),
    ];

    const states = [await attest.work()];
    for (const step of steps) {
      await step();
      states.push(await changed(attest, states.at(-1)));
    }
    const button = (name) => isDisabled(attest, name);
    assert.deepEqual([await button("Undo"), await button("Redo")], [false, true]);

    await attest.reload();
    await becomes(attest, states.at(-1));
    for (const state of states.slice(0, -1).toReversed()) {
      await attest.press("Control+z");
      await becomes(attest, state);
    }
    await eventually(async () => assert.deepEqual([await button("Undo"), await button("Redo")], [true, false]));

    await attest.reload();
    for (const state of states.slice(1, 8)) {
      await attest.click("button", "Redo");
      await becomes(attest, state);
    }
    await attest.reload();
    await attest.click("button", "Undo");
    await becomes(attest, states[6]);
    await attest.press("Control+Shift+z");
    await becomes(attest, states[7]);
    await attest.press("Control+y");
    await becomes(attest, states[8]);
    await attest.press("Control+z");
    await becomes(attest, states[7]);

    // A new change ends what could be done again.
    await attest.mark("2", "1,200 families");
    await changed(attest, states[7]);
    assert.deepEqual([await button("Undo"), await button("Redo")], [false, true]);
  });

  scenario("the hint after a removal undoes it by a button", options, async (attest) => {
    await attest.mark("2", "200,000 people");
    const work = await attest.work();
    await attest.press("Delete");
    await eventually(async () => assert.deepEqual(await attest.quotes(), []));
    assert.match(await attest.message(), /Figure removed: 200,000 people/);
    const messages = await attest.page.$(".messages");
    await attest.click("button", "Undo", messages);
    await becomes(attest, work);
  });

  scenario("a note is one step, not one for each letter", options, async (attest) => {
    await attest.mark("2", "200,000 people");
    await attest.press("Enter");
    await eventually(async () => assert.equal((await attest.focused()).id, "note"));
    await attest.type("a long note");
    await attest.press("Escape");
    await eventually(async () => assert.deepEqual(await attest.margin(), ["Figure: 200,000 people. Note: a long note"]));
    await attest.press("Control+z");
    await eventually(async () => assert.deepEqual(await attest.margin(), ["Figure: 200,000 people"]));
    await attest.press("Control+z");
    await eventually(async () => assert.deepEqual(await attest.margin(), []));
  });

  scenario("a thousand steps can be taken back after a reload", options, async (attest) => {
    await attest.mark("1", "people had lived in Raqqa");
    const start = await attest.work();
    for (let count = 0; count < 25; count++) {
      await attest.press(...Array(10).fill(["[", "[", "]", "]"]).flat());
      if (count === 12) await attest.reload().then(() => attest.clickText("lived"));
    }
    await attest.press("2");
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: people had lived in Raqqa"]));

    await attest.reload();
    await attest.clickText("lived");
    await attest.press(...Array(1001).fill("Control+z"));
    await becomes(attest, start);
    await attest.press("Control+z");
    await eventually(async () => assert.deepEqual(await attest.quotes(), []));
    await attest.press("Control+y");
    await becomes(attest, start);
  });

  scenario("fifty random actions, a reload after each, and all of them back", options, async (attest) => {
    const chance = random(20261122);
    const blocks = await attest.blocks();
    const markSomething = async () => {
      const words = chance.pick(blocks).match(/[\p{L}\p{N},%€.]*[\p{L}\p{N}%]/gu);
      const from = chance.below(words.length);
      const text = words.slice(from, from + 1 + chance.below(3));
      // Only what stands in the article just so can be pointed at.
      const quote = blocks.some((block) => block.includes(text.join(" "))) ? text.join(" ") : text[0];
      await attest.drag(quote);
      await attest.palette();
      await attest.press(chance.pick(["1", "2", "3", "4"]));
    };
    const onSome = (act) => async () => {
      const items = await attest.page.$$("[data-margin] li button");
      if (items.length === 0) return markSomething();
      await items[chance.below(items.length)].click();
      await attest.page.evaluate(() => document.querySelector("[role=document]").focus());
      return act();
    };
    const kinds = [
      markSomething,
      markSomething,
      markSomething,
      onSome(() => attest.press(chance.pick(["1", "2", "3", "4"]))),
      onSome(() => attest.press(chance.pick(["[", "]", "Shift+{", "Shift+}", "Alt+[", "Alt+Shift+}"]))),
      onSome(() => attest.press("Delete")),
      onSome(async () => {
        await attest.press("Enter");
        await eventually(async () => assert.equal((await attest.focused()).id, "note"));
        await attest.type(`note ${chance.below(100)} „ü“`);
        await attest.press("Escape");
      }),
      onSome(() => attest.drag(chance.pick(["families", "Konashenkov", "waves a flag"]), { with: "Control" })),
      () => attest.press("Control+z"),
      () => attest.press("Control+z"),
      () => attest.press("Control+y"),
    ];

    let differences = 0;
    for (let count = 0; count < 50; count++) {
      const before = await attest.work();
      await chance.pick(kinds)();
      // What a hand does is finished in the next task, and painted in the next frame.
      await attest.painting();
      const work = await attest.work();
      if (JSON.stringify(work) !== JSON.stringify(before)) differences += 1;
      await attest.reload();
      await eventually(async () => assert.deepEqual(await attest.work(), work, `after action ${count + 1}`));
    }
    assert.ok(differences > 25, `${differences} of 50 actions changed something`);

    const last = await attest.work();
    let steps = 0;
    for (; !(await isDisabled(attest, "Undo")); steps++) await attest.press("Control+z");
    assert.deepEqual(await attest.work(), { marks: [], margin: [] });
    await attest.press(...Array(steps).fill("Control+y"));
    await becomes(attest, last);
  });
});
