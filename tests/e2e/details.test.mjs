// Links between annotations, and their named values.

import assert from "node:assert/strict";
import { PHONE } from "./support/attest.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;

const lists = (attest, names) => eventually(async () => assert.deepEqual(await attest.margin(), names));
const links = (attest, expected) =>
  eventually(async () =>
    assert.deepEqual(await attest.page.$$eval(".links li button:first-child", (links) => links.map((link) => link.textContent)), expected),
  );

/** Asserts that a curve leads from the start of one quote to the start of another. */
const curve = (attest, from, to) =>
  eventually(async () => {
    const [start, end] = [await attest.place(from), await attest.place(to)].map(({ boxes }) => boxes[0]);
    const ends = await attest.page.$eval(".curves path", (path) => {
      const { left, top } = path.ownerSVGElement.getBoundingClientRect();
      return [path.getPointAtLength(0), path.getPointAtLength(path.getTotalLength())].map(({ x, y }) => [x + left, y + top]);
    });
    for (const [[x, y], box] of [[ends[0], start], [ends[1], end]]) {
      assert.ok(Math.abs(x - box.left) < 3, `${x} is not at ${box.left}`);
      assert.ok(y > box.top - 8 && y < box.bottom + 8, `${y} is not between ${box.top} and ${box.bottom}`);
    }
  });

story("Links and details", (engine, scenario) => {
  scenario("links by keys, says so in the margin of both ends, and removes", { article }, async (attest) => {
    await attest.mark("2", "200,000 people");
    await attest.mark("4", "said Konashenkov");
    await attest.press("l", "p", "Enter");
    await links(attest, ["attributes: 200,000 people"]);
    const linked = [
      "Figure: 200,000 people. attributed to: said Konashenkov",
      "Attribution: said Konashenkov. attributes: 200,000 people",
    ];
    await lists(attest, linked);
    await attest.reload();
    await lists(attest, linked);
    await attest.clickText("Konashenkov");
    await attest.click("button", "Remove this link");
    await lists(attest, ["Figure: 200,000 people", "Attribution: said Konashenkov"]);
    await attest.press("Control+z");
    await lists(attest, linked);
  });

  scenario("links by mouse and goes to the other end", { article }, async (attest) => {
    await attest.mark("2", "200,000 people");
    await attest.mark("4", "said Konashenkov");
    await attest.click("button", "Link with…");
    await attest.find("button", "Choose the other end…");
    await attest.clickText("200,000");
    await attest.find("button", "Link with…");
    await links(attest, ["attributes: 200,000 people"]);
    await attest.click("button", "attributes: 200,000 people");
    await eventually(async () => assert.deepEqual(await attest.active(), ["200,000 people"]));
    await links(attest, ["attributed to: said Konashenkov"]);
    await curve(attest, "said Konashenkov", "200,000 people");
    await attest.page.setViewport({ width: 900, height: 900 });
    await curve(attest, "said Konashenkov", "200,000 people");
    // Gone with its end, and back with it.
    await attest.press("Delete");
    await lists(attest, ["Attribution: said Konashenkov"]);
    assert.equal(await attest.page.$eval(".curves path", (path) => path.getAttribute("d")), null);
    await attest.press("Control+z");
    await links(attest, ["attributed to: said Konashenkov"]);
  });

  scenario("gives details by keys alone, and keeps them", { article }, async (attest) => {
    await attest.mark("2", "200,000 people");
    await attest.press("e");
    await eventually(async () => assert.equal((await attest.focused()).id, "attribute-0"));
    await attest.type("Un");
    await attest.press("Tab", "Tab", "Tab");
    await attest.type("200000");
    await attest.press("Escape");
    const told = () => attest.page.$eval(".details > button", (button) => button.textContent);
    await eventually(async () => assert.equal(await told(), "Details: Unsure, 200000"));
    await attest.press("Control+z");
    await eventually(async () => assert.equal(await told(), "Details: Unsure"));
    await attest.reload();
    await attest.clickText("200,000");
    await eventually(async () => assert.equal(await told(), "Details: Unsure"));
  });

  scenario("has room for links and details on a phone", { article, viewport: PHONE }, async (attest) => {
    await attest.markOnPhone("2", "200,000 people");
    await attest.click("button", "Details");
    await attest.page.select("#attribute-2", "count");
    await eventually(async () => assert.equal(await attest.page.$eval(".details > button", (button) => button.textContent), "Details: Count"));
    const width = await attest.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(width <= 0, `${width} pixels too wide`);
  });
});
