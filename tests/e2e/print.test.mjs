// On paper: the article and its annotations, and nothing that can only be pressed.

import assert from "node:assert/strict";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;

story("Print", (engine, scenario) => {
  // Firefox cannot be asked to show a page as it is printed.
  scenario("shows the article with its annotations, dark on white, without the bars", { article, engine: "chromium" }, async (attest) => {
    await attest.click("button", "Theme: as the system");
    await attest.find("button", "Theme: dark");
    await attest.mark("2", "200,000 people");
    await attest.mark("4", "said Konashenkov");
    await eventually(async () => assert.equal((await attest.margin()).length, 2));
    await attest.page.emulateMediaType("print");
    const shown = await attest.read(() => {
      const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
      const brightness = (color) => Math.max(...color.match(/[\d.]+/g).slice(0, 3).map(Number));
      const items = [...document.querySelectorAll("[data-margin] li button *")].filter(isSeen);
      return {
        blocks: [...document.querySelectorAll("[data-block]")].filter(isSeen).length,
        controls: [...document.querySelectorAll("button, input, textarea, select")]
          .filter((control) => isSeen(control) && !control.closest("[data-margin]"))
          .map((control) => control.outerHTML),
        items: items.length,
        brightest: Math.max(...[...items, ...document.querySelectorAll("[data-block]")].map((element) => brightness(getComputedStyle(element).color))),
        paper: brightness(getComputedStyle(document.documentElement).backgroundColor),
      };
    });
    assert.equal(shown.blocks, (await attest.blocks()).length);
    assert.deepEqual(shown.controls, []);
    assert.ok(shown.items > 0, "the annotations are listed");
    assert.ok(shown.brightest < 190, `no letter is too bright for paper: ${shown.brightest}`);
    assert.equal(shown.paper, 255);
  });
});
