// Overlapping, nested and discontinuous annotations; choosing among them; moving their edges by hand.

import assert from "node:assert/strict";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;

const soon = (attest, quotes) => eventually(async () => assert.deepEqual(await attest.quotes(), quotes));
const active = (attest, parts) => eventually(async () => assert.deepEqual(await attest.active(), parts));

story("Overlapping annotations", (engine, scenario) => {
  scenario("any span may nest in or overlap any other, each in a lane of its own", { article }, async (attest) => {
    const spans = [
      ["1", "claim: Prices rose by 30% in 2017, about 1,200 families"],
      ["1", "claim: 30% in 2017"],
      ["2", "figure: 30%"],
      ["4", "attribution: in 2017, about 1,200 families paid"],
      ["2", "figure: 1,200 families"],
      ["3", "caption: about 1,200 families paid €3.5 million"],
    ];
    for (const [key, mark] of spans) await attest.mark(key, mark.slice(mark.indexOf(" ") + 1));
    await eventually(async () => assert.equal((await attest.marks()).length, spans.length));

    const marks = await attest.marks();
    for (const one of marks) {
      for (const other of marks) {
        const overlap = one !== other && one.start < other.end && other.start < one.end;
        if (overlap) assert.notEqual(one.lane, other.lane, `"${one.text}" and "${other.text}" have a lane each`);
      }
    }
    const highlights = new Set(marks.map(({ label, lane }) => `${label} ${lane}`));
    assert.equal(highlights.size, 6, "no two of these overlapping spans share a highlight");
    assert.deepEqual([...(await attest.quotes())].sort(), spans.map(([, mark]) => mark).sort());
  });

  scenario("a lane stays while its annotation lives", { article }, async (attest) => {
    await attest.mark("1", "Prices rose by 30% in 2017");
    await attest.mark("2", "30%");
    const lane = async (text) => (await attest.marks()).find((mark) => mark.text === text)?.lane;
    await eventually(async () => assert.notEqual(await lane("30%"), undefined));
    const before = await lane("30%");
    await attest.press("p");
    await active(attest, ["Prices rose by 30% in 2017"]);
    await attest.press("Delete");
    await soon(attest, ["figure: 30%"]);
    assert.equal(await lane("30%"), before);
  });

  scenario("a click takes the shortest annotation there, the next click the one around it", { article }, async (attest) => {
    await attest.mark("1", "Prices rose by 30% in 2017");
    await attest.mark("4", "by 30% in");
    await attest.mark("2", "30%");
    await attest.press("Escape");
    await active(attest, []);

    const around = [["30%"], ["by 30% in"], ["Prices rose by 30% in 2017"], ["30%"]];
    for (const parts of around) {
      await attest.clickText("30%");
      await active(attest, parts);
      const pressed = await attest.page.$$eval("[data-margin] [aria-current]", (items) => items.length);
      assert.equal(pressed, 1, "the margin shows which one is active");
    }
    await attest.clickText("Prices");
    await active(attest, ["Prices rose by 30% in 2017"]);
    await attest.clickText("families");
    await active(attest, []);
  });

  scenario("the same span with the same label is refused with a hint, with another label it is not", { article }, async (attest) => {
    await attest.mark("2", "1,200 families");
    await attest.mark("2", "1,200 families");
    await eventually(async () => assert.match(await attest.message(), /already has this label/));
    await attest.mark("1", "1,200 families");
    await soon(attest, ["claim: 1,200 families", "figure: 1,200 families"].sort());
    assert.equal((await attest.margin()).length, 2);
    await attest.press("2");
    await eventually(async () => assert.match(await attest.message(), /already has this label/));
    assert.equal((await attest.file()).annotations.length, 2);
  });

  scenario("a drag with Ctrl makes a further part of the active annotation", { article }, async (attest) => {
    await attest.mark("1", "Raqqa", { nth: 1 });
    await attest.drag("has inherited the fate of Dresden", { with: "Control" });
    const parts = ["Raqqa", "has inherited the fate of Dresden"];
    await active(attest, parts);
    assert.deepEqual(await attest.margin(), ["Claim: Raqqa … has inherited the fate of Dresden"]);
    const { annotations } = await attest.file();
    assert.deepEqual(annotations.map(({ spans }) => spans.map(({ quote }) => quote)), [parts]);

    // A part before the others takes its place in the order of the text.
    await attest.drag("the ministry said", { with: "Control" });
    await active(attest, ["the ministry said", ...parts]);

    // The inspector takes a part away.
    const inspector = await attest.inspector();
    const removers = await inspector.$$('[aria-label^="Remove "]');
    assert.equal(removers.length, 3);
    await removers[0].click();
    await active(attest, parts);

    await attest.press("Control+z");
    await active(attest, ["the ministry said", ...parts]);
    await attest.press("Control+z", "Control+z");
    await active(attest, ["Raqqa"]);
    assert.deepEqual(await attest.margin(), ["Claim: Raqqa"]);
  });

  scenario("a part may be added by the palette or by +, and joins what it overlaps", { article }, async (attest) => {
    await attest.mark("1", "Prices rose");
    await attest.drag("about 1,200");
    await attest.click("button", "Add part", await attest.palette());
    await active(attest, ["Prices rose", "about 1,200"]);
    await attest.drag("1,200 families paid");
    await attest.palette();
    await attest.press("Shift++");
    await active(attest, ["Prices rose", "about 1,200 families paid"]);
    await attest.press("Control+z", "Control+z", "Control+z");
    await soon(attest, []);
  });

  scenario("without an active annotation Ctrl marks nothing by itself", { article }, async (attest) => {
    await attest.drag("1,200 families", { with: "Control" });
    await attest.palette();
    assert.deepEqual(await attest.quotes(), []);
    await attest.press("2");
    await soon(attest, ["figure: 1,200 families"]);
  });

  scenario("the edges of the active annotation are dragged by their handles", { article }, async (attest) => {
    await attest.mark("1", "rose by 30%");
    await active(attest, ["rose by 30%"]);
    const families = await attest.place("families");
    await attest.dragBetween(await attest.handle(1), families.middle, { release: false });
    await eventually(async () =>
      assert.deepEqual(await attest.selection(), ["rose by 30% in 2017, about 1,200 families"], "seen while dragging"),
    );
    await attest.release();
    await active(attest, ["rose by 30% in 2017, about 1,200 families"]);
    assert.deepEqual(await attest.selection(), []);

    const prices = await attest.place("Prices");
    await attest.dragBetween(await attest.handle(0), prices.middle);
    await active(attest, ["Prices rose by 30% in 2017, about 1,200 families"]);

    const thirty = await attest.place("30%");
    await attest.dragBetween(await attest.handle(1), thirty.start, { with: "Alt" });
    await eventually(async () => assert.match((await attest.active())[0], /^Prices rose by( 3?)?$/));
    const exact = (await attest.active())[0].trim();
    assert.deepEqual(await attest.margin(), [`Claim: ${exact}`]);

    await attest.press("Control+z", "Control+z", "Control+z");
    await active(attest, ["rose by 30%"]);
  });
});
