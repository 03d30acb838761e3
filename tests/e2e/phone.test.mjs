// On a phone: the system's own selection handles, the labels docked under the thumb. Chromium alone can play a phone.

import assert from "node:assert/strict";
import { PHONE } from "./support/attest.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const phone = { ...PHONE, isMobile: true, hasTouch: true };
const options = { article: REPORT, viewport: phone, engine: "chromium" };

/** Selects as the system's handles do: the page is told of the selection and of no pointer. */
const select = (attest, quote) =>
  attest.page.evaluate((quote) => {
    for (const line of document.querySelectorAll("[data-block]")) {
      const at = line.textContent.indexOf(quote);
      if (at < 0) continue;
      line.scrollIntoView({ block: "center" });
      getSelection().setBaseAndExtent(line.firstChild, at, line.firstChild, at + quote.length);
      return;
    }
  }, quote);

const box = (element) => element.evaluate((element) => element.getBoundingClientRect().toJSON());

/** What is seen to be tapped and is less than 44 px high. */
const small = (attest) =>
  attest.page.$$eval("button, select, textarea, [type='search'], [type='text'], [type='color'], .file, [role='option'], a[href]", (controls) =>
    controls
      .filter((control) => control.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .map((control) => ({ name: control.getAttribute("aria-label") ?? control.textContent, ...control.getBoundingClientRect().toJSON() }))
      .filter(({ height, top }) => height < 44 && top > -1)
      .map(({ name, height }) => `${name}: ${height} px`),
  );

story("On a phone", (engine, scenario) => {
  scenario("a selection is marked by a tap on a docked label", options, async (attest) => {
    await select(attest, "0,000 peop");
    await eventually(async () => assert.deepEqual(await attest.selection(), ["200,000 people"]));
    const figure = await attest.find("button", "Figure", await attest.pens());
    const { top, bottom, height, width } = await box(figure);
    assert.ok(top > PHONE.height / 2 && bottom <= PHONE.height, "it is docked at the bottom");
    assert.ok(height >= 44 && width >= 44, `${width} by ${height} px`);
    await figure.tap();
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 200,000 people"]));
    assert.deepEqual(await attest.selection(), []);
  });

  scenario("the selection may be adjusted before it is marked", options, async (attest) => {
    await select(attest, "200,000");
    await eventually(async () => assert.deepEqual(await attest.selection(), ["200,000"]));
    await select(attest, "200,000 people had");
    await eventually(async () => assert.deepEqual(await attest.selection(), ["200,000 people had"]));
    assert.deepEqual(await attest.quotes(), []);
    await (await attest.find("button", "Claim", await attest.pens())).tap();
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["claim: 200,000 people had"]));
  });

  scenario("a handle that moves on while the page takes over where it was is where it was moved to", options, async (attest) => {
    const moved = attest.page.evaluate(async () => {
      await new Promise((resolve) => document.addEventListener("selectionchange", resolve, { once: true }));
      // In the frame that shows the first selection, before anything that waits for its paint.
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const { anchorNode: line, anchorOffset: at } = getSelection();
      getSelection().setBaseAndExtent(line, at, line, at + "200,000 people had".length);
    });
    await select(attest, "200,000");
    await moved;
    await eventually(async () => assert.deepEqual(await attest.selection(), ["200,000 people had"]));
  });

  scenario("a tap makes an annotation active, and its sheet leaves the text readable", options, async (attest) => {
    await select(attest, "200,000 people");
    await (await attest.find("button", "Figure", await attest.pens())).tap();
    await eventually(async () => assert.equal((await attest.quotes()).length, 1));
    const blank = await attest.place("on Sunday");
    await attest.page.touchscreen.tap(blank.middle.x, blank.middle.y);
    await eventually(async () => assert.deepEqual(await attest.active(), []));
    const { middle } = await attest.place("200,000 people");
    await attest.page.touchscreen.tap(middle.x, middle.y);
    await eventually(async () => assert.deepEqual(await attest.active(), ["200,000 people"]));
    const sheet = await box(await attest.inspector());
    assert.ok(sheet.height <= PHONE.height / 2, "at most half of the screen");
    assert.ok(sheet.bottom <= PHONE.height && sheet.left >= 0 && sheet.right <= PHONE.width);
  });

  scenario("everything that is tapped is at least 44 px high", options, async (attest) => {
    await select(attest, "200,000 people");
    await (await attest.find("button", "Figure", await attest.pens())).tap();
    await attest.inspector();
    assert.deepEqual(await small(attest), []);
    const screens = {
      Overview: () => attest.press("o"),
      Check: () => attest.press("c"),
      Guidelines: () => attest.press("F1"),
      Commands: () => attest.press("Control+k"),
      "Download in another format": () => attest.press("Control+Shift+s"),
      Articles: () => attest.press("Control+o"),
      "All articles": async () => {
        await attest.press("Control+o");
        await attest.click("button", "All articles…");
      },
      Labels: async () => {
        await attest.press("Control+k");
        await attest.type("Labels: names");
        await attest.press("Enter");
      },
    };
    for (const [name, go] of Object.entries(screens)) {
      await attest.page.focus("#article");
      await go();
      await attest.find("dialog", name);
      assert.deepEqual(await small(attest), [], name);
      await attest.press("Escape");
      await attest.gone("dialog", name);
    }
    await attest.page.focus("#article");
    await attest.press("Control+f");
    await attest.page.waitForSelector(".hits [type=search]");
    assert.deepEqual(await small(attest), [], "the bar of hits");
  });

  scenario("an edge is dragged by a finger", options, async (attest) => {
    await select(attest, "200,000 people");
    await (await attest.find("button", "Figure", await attest.pens())).tap();
    await eventually(async () => assert.deepEqual(await attest.active(), ["200,000 people"]));
    await (await attest.find("button", "Close", await attest.inspector())).isIntersectingViewport();
    const target = await attest.place("lived");
    const handle = await attest.handle(1);
    const touch = await attest.page.touchscreen.touchStart(handle.x, handle.y);
    await touch.move((handle.x + target.middle.x) / 2, target.middle.y);
    await touch.move(target.middle.x, target.middle.y);
    await touch.end();
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 200,000 people had lived"]));
  });
});
