// Every writing: emoji, combining marks, right to left, without blanks between words. Offsets are checked by Python.

import assert from "node:assert/strict";
import { select } from "./support/caret.mjs";
import { TALL } from "./support/attest.mjs";
import { readWithPython } from "./support/python.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

const article = `Hard texts 📰 for offsets
The family 👨‍👩‍👧‍👦 waved 🇺🇦🇬🇷 flags and gave a 👍🏽 sign on 5️⃣ of 40 days.
Cafe\u0301 nai\u0308ve, Vie\u0323\u0302t Nam and Zürich: o\u0308ffentlich a\u0300\u0301\u0302 stacked.
قال المتحدث إن ٢٠٠ ألف شخص عادوا إلى الرقّة يوم الأحد، بحسب وكالة رويترز.
הדובר אמר כי 45 אלף איש חזרו לעיר, לפי צה״ל.
发言人说，约20万人在周日返回拉卡。「没有证据」，他补充道。
報道官は「約20万人がラッカに戻った」と述べた。
ประชาชนกว่า 200 คนกลับมา และ हिन्दी में क्षत्रिय लोग लौटे।
Mixed: the word שלום and the number 12 and العربية end here 𝒳𝒴 𐍈.
`;

/** What is marked: by the mouse with exact characters or snapped, or by the keyboard. */
const SPANS = [
  ["2", "figure", "👨‍👩‍👧‍👦"],
  ["1", "claim", "🇺🇦🇬🇷 flags"],
  ["1", "claim", "gave a 👍🏽 sign"],
  ["2", "figure", "5️⃣ of 40 days"],
  ["1", "claim", "Cafe\u0301 nai\u0308ve"],
  ["4", "attribution", "Vie\u0323\u0302t Nam"],
  ["1", "claim", "o\u0308ffentlich"],
  ["2", "figure", "a\u0300\u0301\u0302"],
  ["4", "attribution", "قال المتحدث"],
  ["2", "figure", "٢٠٠ ألف شخص"],
  ["4", "attribution", "بحسب وكالة رويترز"],
  ["4", "attribution", "הדובר אמר"],
  ["2", "figure", "45 אלף איש"],
  ["4", "attribution", "לפי צה״ל"],
  ["4", "attribution", "发言人说"],
  ["2", "figure", "约20万人"],
  ["1", "claim", "「没有证据」"],
  ["1", "claim", "約20万人がラッカに戻った"],
  ["2", "figure", "200 คน"],
  ["1", "claim", "क्षत्रिय लोग"],
  ["1", "claim", "שלום"],
  ["1", "claim", "العربية"],
  ["3", "caption", "𝒳𝒴 𐍈"],
];

const expected = SPANS.map(([, label, quote]) => `${label}: ${quote}`).toSorted();

async function check(attest) {
  await eventually(async () => assert.deepEqual((await attest.quotes()).toSorted(), expected));
  const { path } = await attest.download();
  const read = await readWithPython(path);
  assert.deepEqual(read.map(([label, [quote]]) => `${label}: ${quote}`).toSorted(), expected);
  await attest.reload();
  assert.deepEqual((await attest.quotes()).toSorted(), expected);
}

story("Every writing", (engine, scenario) => {
  scenario("is marked by the mouse", { article, viewport: TALL }, async (attest) => {
    for (const [key, , quote] of SPANS) {
      const { block, end } = await attest.place(quote);
      const [number] = quote.match(/^\p{Nd}+/u) ?? [];
      if (number && (await attest.runsLeft(block))) {
        // A number runs to the right in a line that runs to the left: the hand pulls back into its middle.
        const [box] = (await attest.place(number)).boxes;
        await attest.dragBetween(end, { x: (box.left + box.right) / 2, y: end.y });
      } else {
        await attest.drag(quote, { with: "Alt" });
      }
      await eventually(async () => assert.deepEqual(await attest.selection(), [quote]));
      await attest.press(key, "Escape");
    }
    await check(attest);
  });

  scenario("is marked by the keyboard", { article, viewport: TALL }, async (attest) => {
    await attest.tabIntoArticle();
    const blocks = await attest.blocks();
    for (const [key, , quote] of SPANS) {
      await select(attest, blocks, quote);
      // The last step may have been by a word, and then the rules for words decide; a character back and forth is exact.
      const [back, forth] = (await attest.runsLeft((await attest.caret()).block)) ? ["Right", "Left"] : ["Left", "Right"];
      await attest.press(`Shift+Arrow${back}`, `Shift+Arrow${forth}`);
      await eventually(async () => assert.deepEqual(await attest.selection(), [quote]));
      await attest.press(key, "Escape");
    }
    await check(attest);
  });

  scenario("a snapped drag never cuts a character, and follows the words of each language", { article }, async (attest) => {
    const drags = [
      ["amily 👨‍👩‍👧‍👦", "family 👨‍👩‍👧‍👦"],
      ["fe\u0301 nai\u0308", "Cafe\u0301 nai\u0308ve"],
      ["لمتحد", "المتحدث"],
      ["דוב", "הדובר"],
      ["צה״", "צה״ל"],
      ["אלף אי", "אלף איש"],
      ["ラッ", "ラッカ"],
    ];
    for (const [dragged, meant] of drags) {
      await attest.drag(dragged);
      await eventually(async () => assert.deepEqual(await attest.selection(), [meant], `dragging "${dragged}"`));
      await attest.press("Escape");
    }
    for (const [word, meant] of [["Zürich", "Zürich"], ["المتحدث", "المتحدث"], ["הדובר", "הדובר"], ["waved", "waved"]]) {
      await attest.clickText(word, { count: 2 });
      await eventually(async () => assert.deepEqual(await attest.selection(), [meant], `double-click on "${word}"`));
      await attest.press("Escape");
    }
  });

  scenario("blocks have their own direction, and arrows follow the eye", { article }, async (attest) => {
    const directions = await attest.page.$$eval("[data-block]", (lines) => lines.map((line) => getComputedStyle(line).direction));
    assert.deepEqual(directions, ["ltr", "ltr", "ltr", "rtl", "rtl", "ltr", "ltr", "ltr", "ltr"]);
    await attest.tabIntoArticle();
    await attest.press("Control+Home", ...Array(3).fill("Control+ArrowDown"));
    const left = () => attest.page.$eval(".caret", (caret) => caret.getBoundingClientRect().left);
    const start = await left();
    await attest.press("ArrowLeft");
    assert.ok((await left()) < start, "left is left");
    assert.deepEqual((await attest.caret()).offset, 1);
    await attest.press("ArrowRight");
    assert.equal(Math.round(await left()), Math.round(start));
  });
});
