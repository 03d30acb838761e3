// The margin: beside each block the list of its annotations, for eyes, keyboard and screen readers alike.

import assert from "node:assert/strict";
import { PHONE } from "./support/attest.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;

const lists = (attest, names) => eventually(async () => assert.deepEqual(await attest.margin(), names));

story("The margin", (engine, scenario) => {
  scenario("lists the annotations of each block in text order, by label, quote and note", { article }, async (attest) => {
    await attest.mark("2", "30%");
    await attest.mark("1", "Prices rose by 30% in 2017");
    await attest.mark("4", "said Konashenkov");
    await attest.mark("2", "200,000 people");
    await attest.mark("1", "About 200,000 people had lived in Raqqa");
    const names = [
      "Claim: About 200,000 people had lived in Raqqa",
      "Figure: 200,000 people",
      "Attribution: said Konashenkov",
      "Claim: Prices rose by 30% in 2017",
      "Figure: 30%",
    ];
    await lists(attest, names);

    // Each stands in its block, right after the text, and beside it on the screen.
    const places = await attest.page.$$eval("[data-margin] li button", (buttons) =>
      buttons.map((button) => {
        const line = button.closest("[data-margin]").parentElement.querySelector("[data-block]");
        const [text, item] = [line.getBoundingClientRect(), button.getBoundingClientRect()];
        return {
          block: Number(line.dataset.block),
          isAfter: Boolean(line.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING),
          isBeside: item.left >= text.right && item.top < text.bottom + 8 && item.bottom > text.top - 8,
          says: button.innerText,
        };
      }),
    );
    assert.deepEqual(places.map(({ block }) => block), [1, 1, 2, 5, 5]);
    assert.ok(places.every(({ isAfter, isBeside }) => isAfter && isBeside), JSON.stringify(places));
    assert.ok(places[1].says.includes("Figure") && places[1].says.includes("200,000 people"), "not by colour alone");

    const items = await attest.page.$$("[data-margin] li button");
    await items[1].click();
    await eventually(async () => assert.deepEqual(await attest.active(), ["200,000 people"]));
    await (await attest.find("textbox", "Note")).click();
    await attest.type("by whom?");
    await attest.press("Escape");
    await lists(attest, names.with(1, "Figure: 200,000 people. Note: by whom?"));
    assert.match(await items[1].evaluate((item) => item.innerText), /by whom\?/);

    // The button stays the same element while its annotation changes.
    await attest.press("4");
    await lists(attest, names.with(1, "Attribution: 200,000 people. Note: by whom?"));
    assert.match(await items[1].evaluate((item) => item.textContent), /^Attribution/);
  });

  scenario("pointing at an item shows it in the text, and the other way round", { article }, async (attest) => {
    await attest.mark("1", "Prices rose by 30% in 2017");
    await attest.mark("2", "30%");
    await attest.press("Escape");
    const [claim, figure] = await attest.page.$$("[data-margin] li button");
    const hovers = (parts) => eventually(async () => assert.deepEqual(await attest.hovered(), parts));
    const marked = (index) =>
      eventually(async () => {
        const hovered = await attest.page.$$eval("[data-margin] li button", (items) => items.map((item) => item.matches(".hovered")));
        assert.equal(hovered.indexOf(true), index);
      });
    await claim.hover();
    await hovers(["Prices rose by 30% in 2017"]);
    await figure.hover();
    await hovers(["30%"]);
    await attest.page.mouse.move(5, 450);
    await hovers([]);

    await attest.pointAt("30%");
    await hovers(["30%"]);
    await marked(1);
    await attest.pointAt("Prices");
    await hovers(["Prices rose by 30% in 2017"]);
    await marked(0);
    await attest.pointAt("families");
    await hovers([]);
    await marked(-1);
  });

  scenario("an item makes its annotation active; a double-click opens the note", { article }, async (attest) => {
    await attest.mark("2", "200,000 people");
    await attest.mark("4", "Source(s): Reuters");
    await attest.press("Escape");
    const [figure, source] = await attest.page.$$("[data-margin] li button");
    await figure.click();
    await eventually(async () => assert.deepEqual(await attest.active(), ["200,000 people"]));
    assert.equal(await figure.evaluate((item) => item.getAttribute("aria-current")), "true");
    assert.equal(await source.evaluate((item) => item.getAttribute("aria-current")), null);
    const inspector = await attest.inspector();
    assert.match(await inspector.evaluate((aside) => aside.innerText), /Figure[^]*200,000 people/);
    await source.click({ count: 2 });
    await eventually(async () => assert.equal((await attest.focused()).id, "note"));
    assert.deepEqual(await attest.active(), ["Source(s): Reuters"]);
  });

  scenario("the inspector relabels, notes, removes and closes", { article }, async (attest) => {
    await attest.mark("2", "200,000 people");
    await attest.click("button", "Claim", await attest.inspector());
    await lists(attest, ["Claim: 200,000 people"]);
    const pressed = await (await attest.inspector()).$$eval("[aria-pressed]", (labels) => labels.map((label) => label.ariaPressed));
    assert.deepEqual(pressed, ["true", "false", "false", "false"]);
    const note = await attest.find("textbox", "Note");
    await note.click();
    await attest.type("first line\nsecond line");
    await attest.reload();
    await lists(attest, ["Claim: 200,000 people. Note: first line second line"]);
    await attest.clickText("200,000 people");
    const value = await (await attest.find("textbox", "Note")).evaluate((field) => field.value);
    assert.equal(value, "first line\nsecond line");
    await attest.click("button", "Close", await attest.inspector());
    await attest.gone("complementary", "Active annotation");
    assert.deepEqual(await attest.active(), []);
    await attest.clickText("200,000 people");
    await attest.click("button", "Remove", await attest.inspector());
    await lists(attest, []);
    await attest.gone("complementary", "Active annotation");
    assert.equal((await attest.focused()).role, "document");
  });

  scenario("many items of one block never lie over another block's", { article }, async (attest) => {
    for (const word of ["Prices", "rose", "2017", "about", "families", "paid", "million", "schools", "stayed", "shut"]) {
      await attest.clickText(word, { count: 2 });
      await attest.palette();
      await attest.press("2");
    }
    await attest.mark("4", "Source(s): Reuters");
    await attest.press("Escape");
    await attest.page.mouse.move(5, 450);
    await eventually(async () => {
      const boxes = await attest.page.$$eval("[data-margin]", (margins) =>
        margins.filter((margin) => margin.checkVisibility()).map((margin) => margin.getBoundingClientRect().toJSON()),
      );
      assert.equal(boxes.length, 2);
      assert.ok(boxes[0].bottom <= boxes[1].top + 1, `${boxes[0].bottom} above ${boxes[1].top}`);
    });

    // Every item can be reached all the same.
    const items = await attest.page.$$("[data-margin] li button");
    assert.equal(items.length, 11);
    await items[9].focus();
    const isSeen = () =>
      items[9].evaluate((item) => {
        const { left, top, width, height } = item.getBoundingClientRect();
        return item.contains(document.elementFromPoint(left + width / 2, top + height / 2));
      });
    await eventually(async () => assert.ok(await isSeen(), "the item with the focus can be seen"));
  });

  scenario("on a phone the items fold below their block", { article, viewport: PHONE }, async (attest) => {
    await attest.markOnPhone("2", "200,000 people");
    await attest.markOnPhone("1", "no more than 45,000");
    await attest.press("Escape");
    const fold = await attest.find("button", "2 annotations");
    const [item] = await attest.page.$$("[data-margin] li button");
    const look = () =>
      attest.page.evaluate((fold, item) => {
        const line = fold.closest("[data-margin]").parentElement.querySelector("[data-block]").getBoundingClientRect();
        return {
          expanded: fold.getAttribute("aria-expanded"),
          isVisible: item.checkVisibility(),
          isBelow: fold.getBoundingClientRect().top >= line.bottom - 1,
          heights: [fold, item].map((button) => button.getBoundingClientRect().height),
        };
      }, fold, item);
    assert.deepEqual({ ...(await look()), heights: null }, { expanded: "false", isVisible: false, isBelow: true, heights: null });
    await fold.click();
    await eventually(async () => assert.equal((await look()).expanded, "true"));
    const { isVisible, heights } = await look();
    assert.ok(isVisible);
    assert.ok(heights.every((height) => height >= 44), `targets of 44 px: ${heights}`);
    await item.click();
    await eventually(async () => assert.deepEqual(await attest.active(), ["200,000 people"]));
    await fold.click();
    await eventually(async () => assert.equal((await look()).isVisible, false));
  });
});
