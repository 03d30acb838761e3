// The picture in the README: the bundled article, annotated. Drawn anew with ATTEST_SCREENSHOT=1.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { LAPTOP } from "./support/attest.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

const PICTURE = fileURLToPath(new URL("../../docs/screenshot.png", import.meta.url));

const SPANS = [
  ["4", "Moscow on Sunday charged"],
  ["1", "having razed the Syrian city of Raqqa from the air"],
  ["4", "according to the Russian Defense Ministry"],
  ["1", "About 200,000 people had their homes in Raqqa before the Syrian conflict"],
  ["2", "About 200,000 people"],
  ["4", "the ministry’s spokesman, Major-General Igor Konashenkov, said in a statement"],
  ["1", "No more than 45,000 people, he added, were still there"],
  ["2", "No more than 45,000 people"],
  ["2", "fewer than one in four"],
  ["3", "In Raqqa, Syria, a woman who fights for the Syrian Democratic Forces is waving a flag on October 18, 2017. /Reuters Photo"],
];

story("The picture in the README", (engine, scenario) => {
  scenario("shows the bundled article annotated", { engine: "chromium", viewport: LAPTOP }, async (attest) => {
    const quotes = SPANS.map(([, quote]) => quote);
    for (const [key, quote] of SPANS) await attest.mark(key, quote);
    await eventually(async () => assert.deepEqual((await attest.marks()).map(({ text }) => text).sort(), quotes.sort()));
    const items = await attest.page.$$("[data-margin] li button");
    const names = await Promise.all(items.map((item) => item.evaluate((button) => button.textContent)));
    await items[names.findIndex((name) => name.startsWith("Figure: About 200,000"))].click();
    await (await attest.find("textbox", "Note")).click();
    await attest.type("UN estimate of 2011: 220,000");
    await attest.press("Escape");
    await attest.page.mouse.move(5, 450);
    await attest.page.evaluate(() => scrollTo(0, 0));
    await eventually(async () => assert.deepEqual(await attest.active(), ["About 200,000 people"]));
    if (process.env.ATTEST_SCREENSHOT === "1") await attest.page.screenshot({ path: PICTURE });
  });
});
