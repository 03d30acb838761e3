// Marking with the mouse unplugged.

import assert from "node:assert/strict";
import { select } from "./support/caret.mjs";
import { readWithPython } from "./support/python.mjs";
import { article as whole, spans } from "./support/spans.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;
const KEYS = { claim: "1", figure: "2", caption: "3", attribution: "4" };

const soon = (attest, quotes) => eventually(async () => assert.deepEqual(await attest.quotes(), quotes));
const active = (attest, parts) => eventually(async () => assert.deepEqual(await attest.active(), parts));

story("The keyboard alone", (engine, scenario) => {
  scenario("annotates a whole article, and the downloaded file is right", { article: whole }, async (attest) => {
    await attest.tabIntoArticle();
    const blocks = await attest.blocks();
    for (const { label, parts, nth } of spans) {
      const [first, ...others] = parts;
      await select(attest, blocks, first, nth);
      await attest.press(KEYS[label]);
      for (const part of others) {
        await select(attest, blocks, part);
        await attest.press("Shift++");
      }
    }
    const { path, name } = await attest.download();
    assert.match(name, /\.attest\.json$/);
    const short = ([label, parts]) => `${label}: ${parts.join(" … ")}`;
    const found = (await readWithPython(path)).map(short);
    assert.deepEqual(found.toSorted(), spans.map(({ label, parts }) => short([label, parts])).toSorted());
  });

  // Not in Firefox: without a screen it does not always make the page active, and then shows no caret and no selection.
  scenario("shows a caret that moves by character, word, sentence, line and block", { article, engine: "chromium" }, async (attest) => {
    const [headline, about, raqqa, , , prices] = await attest.blocks();
    const goes = async (key, block, offset) => {
      await attest.press(key);
      const caret = await attest.caret();
      assert.deepEqual([caret.block, caret.offset], [block, offset], key);
      assert.deepEqual(caret.anchor, { block, offset }, `${key} selects nothing`);
    };
    await attest.tabIntoArticle();
    await goes("Control+Home", 0, 0);
    await goes("ArrowRight", 0, 1);
    await goes("ArrowLeft", 0, 0);
    await goes("End", 0, headline.length);
    await goes("ArrowRight", 1, 0);
    await goes("ArrowLeft", 0, headline.length);
    await goes("Home", 0, 0);
    await goes("Control+ArrowRight", 0, headline.indexOf("counts"));
    await goes("Control+ArrowRight", 0, headline.indexOf("the"));
    await goes("Control+ArrowLeft", 0, headline.indexOf("counts"));
    await goes("Control+ArrowDown", 1, 0);
    await goes("Control+ArrowRight", 1, about.indexOf("200,000"));
    await goes("Control+ArrowRight", 1, about.indexOf("people"));
    await goes("Control+ArrowDown", 2, 0);
    await goes("Alt+ArrowRight", 2, raqqa.indexOf("He gave"));
    await goes("Alt+ArrowRight", 2, raqqa.length);
    await goes("Alt+ArrowRight", 3, 0);
    await goes("Alt+ArrowLeft", 2, raqqa.indexOf("He gave"));
    await goes("Alt+ArrowLeft", 2, 0);
    await goes("Control+ArrowUp", 1, 0);
    await goes("Control+End", 6, "Source(s): Reuters".length);
    await goes("Control+ArrowUp", 6, 0);
    await goes("Control+ArrowUp", 5, 0);
    assert.ok(prices.startsWith("Prices"));

    // Down and up a line of the screen, and back where it was.
    const drawn = () =>
      attest.page.$eval(".caret", (caret) => {
        const { left, top, height } = caret.getBoundingClientRect();
        return { left, top, height, isShown: getComputedStyle(caret).visibility === "visible" };
      });
    await goes("Control+Home", 0, 0);
    await attest.press("Control+ArrowDown", "Control+ArrowRight", "Control+ArrowRight");
    const before = [await attest.caret(), await drawn()];
    assert.ok(before[1].isShown && before[1].height > 10, `the caret is drawn: ${JSON.stringify(before[1])}`);
    await attest.press("ArrowDown");
    const below = await drawn();
    assert.ok(below.top > before[1].top, "a line further down");
    assert.ok(Math.abs(below.left - before[1].left) < 20, "at the same distance from the left");
    await attest.press("ArrowUp");
    assert.deepEqual([await attest.caret(), await drawn()], before);

    // The caret stands where the text is.
    const box = await attest.page.evaluate(() => {
      const { focusNode, focusOffset } = getSelection();
      const range = new Range();
      range.setStart(focusNode, focusOffset);
      range.setEnd(focusNode, focusOffset + 1);
      return range.getBoundingClientRect().toJSON();
    });
    const { left, top, height } = await drawn();
    assert.ok(Math.abs(left - box.left) < 3 && Math.abs(top + height / 2 - (box.top + box.bottom) / 2) < 6);
  });

  scenario("keys do nothing unseen beneath a dialog, and lead from one dialog to another", { article }, async (attest) => {
    await attest.mark("2", "200,000 people");
    await attest.press("Escape", "?");
    await attest.find("dialog", "Keys and help");
    await attest.press("Control+z", "Control+f");
    await attest.press("F1");
    await attest.find("dialog", "Guidelines");
    await attest.gone("dialog", "Keys and help");
    assert.equal(await attest.page.$(".hits"), null);
    assert.deepEqual(await attest.quotes(), ["figure: 200,000 people"]);
    await attest.press("Escape", "Control+o");
    await attest.find("dialog", "Articles");
    await attest.press("Control+k");
    await attest.find("combobox", "Command");
    await attest.gone("dialog", "Articles");
    await attest.press("Escape", "Control+z");
    await eventually(async () => assert.deepEqual(await attest.quotes(), []));
  });

  scenario("selects with Shift, by each of these movements", { article }, async (attest) => {
    const selects = async (keys, parts) => {
      await attest.press(...keys);
      await eventually(async () => assert.deepEqual(await attest.selection(), parts, keys.join(" ")));
    };
    await attest.tabIntoArticle();
    await attest.press("Control+Home", "Control+ArrowDown");
    await selects(["Shift+Control+ArrowRight"], ["About"]);
    await selects(["Shift+Control+ArrowRight"], ["About 200,000"]);
    await selects(["Shift+Control+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft"], ["Abou"]);
    await selects(["Escape"], []);
    await selects(["Home", "Shift+Alt+ArrowRight"], ["About 200,000 people had lived in Raqqa, the ministry said on Sunday, and no more than 45,000 remained"]);
    await selects(["Escape", "Control+Home", "Shift+End"], ["Ministry counts the returned"]);
    await selects(["Escape", "Control+End", "Shift+Home"], ["Source(s): Reuters"]);
    await selects(["Escape", "Control+Home", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"], ["Min"]);
    await selects(["ArrowRight"], []);
    assert.deepEqual((await attest.caret()).offset, 3);
    await attest.press("Control+Home", "Shift+Control+End");
    await eventually(async () => assert.equal((await attest.selection()).length, 7));
    assert.ok(await attest.palette());
    await selects(["Escape"], []);
  });

  scenario("walks with n and p, moves edges, relabels, notes, deletes, and undoes it all", { article }, async (attest) => {
    await attest.tabIntoArticle();
    const blocks = await attest.blocks();
    const quotes = ["200,000 people", "the ministry said", "no more than 45,000", "Prices rose by 30%"];
    for (const [index, quote] of quotes.entries()) {
      await select(attest, blocks, quote);
      await attest.press(["2", "4", "2", "1"][index]);
    }
    await soon(attest, ["figure: 200,000 people", "attribution: the ministry said", "figure: no more than 45,000", "claim: Prices rose by 30%"]);

    await attest.press("Escape", "Control+Home", "n");
    await active(attest, [quotes[0]]);
    for (const [key, quote] of [["n", 1], ["n", 2], ["n", 3], ["n", 0], ["p", 3], ["p", 2]]) {
      await attest.press(key);
      await active(attest, [quotes[quote]]);
      assert.match(await attest.said(), new RegExp(`${quotes[quote]}.*${quote + 1} of 4`));
    }

    const steps = [
      ["[", "and no more than 45,000"],
      ["]", "no more than 45,000"],
      ["]", "more than 45,000"],
      ["Shift+}", "more than 45,000 remained"],
      ["Shift+{", "more than 45,000"],
      ["Shift+{", "more than"],
      ["Alt+]", "ore than"],
      ["Alt+[", "more than"],
      ["Alt+Shift+{", "more tha"],
      ["Alt+Shift+}", "more than"],
    ];
    for (const [key, quote] of steps) {
      await attest.press(key);
      await eventually(async () => assert.deepEqual(await attest.active(), [quote], key));
    }
    for (const [, quote] of steps.slice(0, -1).toReversed()) {
      await attest.press("Control+z");
      await active(attest, [quote]);
    }
    await attest.press("Control+z");
    await active(attest, [quotes[2]]);

    await attest.press("1");
    await eventually(async () => assert.ok((await attest.quotes()).includes("claim: no more than 45,000")));
    await attest.press("Enter");
    await eventually(async () => assert.equal((await attest.focused()).id, "note"));
    await attest.type("1234 np[]? check");
    await attest.press("Escape");
    await eventually(async () => assert.equal((await attest.focused()).role, "document"));
    const noted = "Claim: no more than 45,000. Note: 1234 np[]? check";
    await eventually(async () => assert.equal((await attest.margin())[2], noted));
    assert.equal((await attest.margin()).length, 4, "the letters of a note are no keys");

    await attest.press("Delete");
    await eventually(async () => assert.equal((await attest.margin()).length, 3));
    assert.match(await attest.message(), /removed: no more than 45,000/);
    await attest.press("Control+z");
    await eventually(async () => assert.equal((await attest.margin())[2], noted));
    await attest.press("Control+z");
    await eventually(async () => assert.equal((await attest.margin())[2], "Claim: no more than 45,000"));
    await attest.press("Control+Shift+z");
    await eventually(async () => assert.equal((await attest.margin())[2], noted));
    await attest.press("Control+z", "Control+z", "Control+y");
    await eventually(async () => assert.equal((await attest.margin())[2], "Claim: no more than 45,000"));
  });

  scenario("marks with a pen by Enter", { article }, async (attest) => {
    await attest.tabIntoArticle();
    await attest.press("Control+Home", "Control+ArrowDown", "2");
    assert.equal(await attest.pen(), "Figure");
    await attest.press("Control+ArrowRight", "Shift+Control+ArrowRight", "Shift+Control+ArrowRight", "Enter");
    await soon(attest, ["figure: 200,000 people"]);
    await attest.press("Escape");
    assert.equal(await attest.pen(), null);
  });

  scenario("is not trapped: Tab leads through and out of the article, forward and back", { article }, async (attest) => {
    await attest.tabIntoArticle();
    await attest.press("Shift+Tab");
    assert.notEqual((await attest.focused()).role, "document", "Shift+Tab leads back");
    await attest.press("Tab", "Control+Home", "Shift+Control+ArrowRight", "1");
    await soon(attest, ["claim: Ministry"]);

    const seen = [];
    do {
      await attest.press("Tab");
      seen.push(await attest.focused());
    } while (seen.length < 25 && seen.at(-1).role !== "body");
    assert.match(seen[0].name, /^Claim: Ministry/, "the margin comes right after the article");
    assert.ok(seen.some(({ id }) => id === "note"), "the inspector is reached");
    assert.ok(seen.every(({ role }) => role !== "document"), "and the page is left at its end");
  });

  scenario("works in the margin too", { article }, async (attest) => {
    await attest.tabIntoArticle();
    await attest.press("Control+Home", "Shift+Control+ArrowRight", "1", "Escape", "Tab");
    await eventually(async () => assert.deepEqual(await attest.hovered(), ["Ministry"], "the focus shows it in the text"));
    await attest.press("Enter");
    await active(attest, ["Ministry"]);
    await attest.press("2");
    await soon(attest, ["figure: Ministry"]);
    assert.match((await attest.focused()).name, /^Figure: Ministry/, "the keyboard stays where it is");
    await attest.press("Shift+}");
    await soon(attest, ["figure: Ministry counts"]);
    await attest.press("Delete");
    await soon(attest, []);
    assert.notEqual((await attest.focused()).role, "body", "the keyboard is not lost");
  });

  scenario("? shows all keys, and single keys can be switched off", { article }, async (attest) => {
    await attest.tabIntoArticle();
    await attest.press("Shift+?");
    const help = await attest.find("dialog", "Keys and help");
    const text = await help.evaluate((dialog) => dialog.innerText);
    for (const key of ["Ctrl S", "Ctrl Z", "n", "p", "Delete", "Escape", "Home"]) assert.ok(text.includes(key), key);
    const setting = await attest.find("checkbox", "Single keys (1 … 4, n, p, [ ], ?) act while the article has the focus", help);
    await setting.focus();
    await attest.press(" ");
    await attest.press("Escape");
    await attest.gone("dialog", "Keys and help");
    assert.equal((await attest.focused()).role, "document", "the keyboard is back in the article");

    const isDead = async () => {
      await attest.press("Control+Home", "Shift+Control+ArrowRight", "2", "n", "p", "Shift+?", "[");
      await eventually(async () => assert.deepEqual(await attest.selection(), ["Ministry"]));
      assert.deepEqual(await attest.quotes(), []);
      assert.equal(await attest.peek("dialog", "Keys and help"), null);
      assert.equal(await attest.pen(), null);
    };
    await isDead();
    await attest.reload();
    await attest.tabIntoArticle();
    await isDead();

    await attest.click("button", "Keys and help");
    const again = await attest.find("checkbox", "Single keys (1 … 4, n, p, [ ], ?) act while the article has the focus");
    await again.click();
    await eventually(async () => assert.ok(await again.evaluate((box) => box.checked), "single keys are on again"));
    await attest.press("Escape");
    await attest.gone("dialog", "Keys and help");
    await attest.page.evaluate(() => document.querySelector("[role=document]").focus());
    await attest.press("Control+Home", "Shift+Control+ArrowRight", "2");
    await soon(attest, ["figure: Ministry"]);
  });

  scenario("what is typed right after Enter goes into the note", { article }, async (attest) => {
    await attest.tabIntoArticle();
    await attest.press("Control+Home", "Shift+Control+ArrowRight", "2");
    await soon(attest, ["figure: Ministry"]);
    await attest.press("Enter", "c", "o", "2");
    const note = await attest.find("textbox", "Note");
    await eventually(async () => assert.equal(await note.evaluate((field) => field.value), "co2"));
    await soon(attest, ["figure: Ministry"]);
  });

  scenario("a dialog that Escape closes stays closed, whatever key comes at once", { article }, async (attest) => {
    await attest.tabIntoArticle();
    for (let round = 0; round < 5; round++) {
      await attest.press("Shift+?");
      await attest.find("dialog", "Keys and help");
      await attest.press("Escape", "ArrowRight");
      await attest.painting();
      assert.equal(await attest.peek("dialog", "Keys and help"), null, `round ${round}`);
    }
    await attest.press("Shift+?", "Escape", "Shift+?");
    await attest.painting();
    await attest.find("dialog", "Keys and help");
  });

  scenario("single keys act nowhere but in the article and its margin", { article }, async (attest) => {
    await attest.press("Control+o");
    const dialog = await attest.find("dialog", "Articles");
    const paste = await attest.find("textbox", "Or paste a text", dialog);
    await paste.focus();
    await attest.type("1n?");
    assert.equal(await paste.evaluate((field) => field.value), "1n?");
    assert.equal(await attest.peek("dialog", "Keys and help"), null);
    await attest.press("Escape");
    await attest.gone("dialog", "Articles");
    const undo = await attest.find("button", "Download");
    await undo.focus();
    await attest.press("2", "n", "Shift+?");
    assert.equal(await attest.pen(), null);
    assert.equal(await attest.peek("dialog", "Keys and help"), null);
  });
});
