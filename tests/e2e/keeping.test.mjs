// The work is kept: through a killed tab, a full or broken or refused storage, and two tabs at once.

import assert from "node:assert/strict";
import { TALL } from "./support/attest.mjs";
import { says } from "./support/expectations.mjs";
import { fileOf } from "./support/files.mjs";
import { kill } from "./support/fate.mjs";
import { story } from "./support/story.mjs";
import { emptyStorage, fillStorage, stored } from "./support/storage.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const options = { article: REPORT, viewport: TALL };

const becomes = (attest, quotes) => eventually(async () => assert.deepEqual(await attest.quotes(), quotes));
const states = (attest, pattern) => eventually(async () => assert.match(await attest.status(), pattern));

/** The keys and values that must never change by themselves: everything but the lists and dates that Attest refreshes. */
const work = (all) =>
  Object.fromEntries(Object.entries(all).filter(([key]) => /^attest\/(text|snapshot|change|history)\/|^somebody/.test(key)));

story("Keeping the work", (engine, scenario) => {
  scenario("an edit is stored at once, as the edit and not as the document", {
    article: `Headline\n${"A long paragraph of the article. ".repeat(3000)}\n${REPORT}`,
    prepare: (page) =>
      page.evaluateOnNewDocument(() => {
        window.written = [];
        const set = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
          window.written.push({ at: performance.now(), size: key.length + value.length });
          return set.call(this, key, value);
        };
        addEventListener("keydown", () => (window.pressed = performance.now()), true);
      }),
  }, async (attest) => {
    await attest.drag("200,000 people");
    await attest.palette();
    await attest.page.evaluate(() => (window.written = []));
    await attest.press("2");
    await becomes(attest, ["figure: 200,000 people"]);
    const { written, pressed } = await attest.page.evaluate(() => ({ written, pressed }));
    assert.ok(written.length > 0, "something is written");
    assert.ok(written[0].at - pressed <= 100, `${written[0].at - pressed} ms`);
    const size = written.reduce((sum, one) => sum + one.size, 0);
    assert.ok(size < 3000, `${size} characters for one annotation of an article of 96,000`);
    for (const value of Object.values(await stored(attest))) if (/^[{[]/.test(value)) JSON.parse(value);
    await states(attest, /Saved in this browser/);
    await states(attest, /Storage \d+\s%/);
    await states(attest, /Not downloaded yet/);
    await attest.download();
    await states(attest, /Downloaded just now/);
  });

  scenario("a tab killed in the middle of work loses at most the change in flight", options, async (first, { newTab }) => {
    const quotes = ["200,000 people", "no more than 45,000", "30%", "1,200 families", "12 of 40 schools"];
    let attest = first;
    for (const [index, quote] of quotes.entries()) {
      await attest.drag(quote);
      await attest.palette();
      const killed = kill(attest, attest.press("2"));
      await killed;
      attest = await newTab();
      const { length } = await attest.quotes();
      assert.ok(length === index + 1 || length === index, `${length} of ${index + 1} annotations are there`);
      if (length === index) await attest.mark("2", quote);
      await becomes(attest, quotes.slice(0, index + 1).map((one) => `figure: ${one}`));
    }
  });

  scenario("a full storage: the change stays on the screen, nothing stored is harmed, and it is saved later", options, async (attest) => {
    await attest.mark("2", "200,000 people");
    await states(attest, /Saved in this browser/);
    await fillStorage(attest);
    const before = work(await stored(attest));

    await attest.mark("2", "no more than 45,000");
    await says(attest, /Not saved.*full/i);
    await states(attest, /Not saved/);
    await states(attest, /Storage (9\d|100)\s% used/);
    await attest.mark("1", "Prices rose by 30%");
    const all = ["figure: 200,000 people", "figure: no more than 45,000", "claim: Prices rose by 30%"];
    await becomes(attest, all);
    assert.deepEqual(work(await stored(attest)), before, "what is stored is as it was");

    const messages = await attest.page.$(".messages");
    const { text } = await attest.download(() => attest.click("button", "Download", messages));
    assert.equal(JSON.parse(text).annotations.length, 3, "the download has everything");

    await emptyStorage(attest);
    await attest.mark("4", "Source(s): Reuters");
    await says(attest, /saved again/);
    await states(attest, /Saved in this browser/);
    await attest.reload();
    await becomes(attest, [...all, "attribution: Source(s): Reuters"]);
    await attest.press("Control+z", "Control+z");
    await becomes(attest, all.slice(0, 2));
  });

  scenario("a full storage from the start: the article opens and is annotated all the same", options, async (attest, { newTab, newProfile, site }) => {
    const profile = await newProfile();
    const other = await newTab({
      profile,
      prepare: (page) =>
        page.evaluateOnNewDocument(() => {
          Storage.prototype.setItem = () => {
            throw new DOMException("full", "QuotaExceededError");
          };
        }),
    });
    await says(other, /Not saved.*full/i);
    await other.mark("2", "200,000 people");
    await becomes(other, ["figure: 200,000 people"]);
    await states(other, /Not saved/);
    assert.equal((await other.file()).annotations.length, 1);
    assert.ok(site.origin);
  });

  scenario("an article that is larger than the storage is annotated all the same, and told what it is", options, async (attest, { profile }) => {
    await attest.openFiles(await fileOf(profile, "large.txt", `Large\n${"A sentence that is said once more. ".repeat(170_000)}\nThe end.`));
    await says(attest, /larger than what a browser keeps/);
    await states(attest, /Not saved/);
    await attest.mark("1", "Large");
    await becomes(attest, ["claim: Large"]);
    assert.equal((await attest.file()).annotations.length, 1);
    // It is asked about when the profile is left.
    await attest.press("Control+z");
  });

  scenario("what is not saved is asked about before the tab is left", options, async (attest) => {
    await fillStorage(attest);
    await attest.mark("2", "200,000 people");
    await states(attest, /Not saved/);
    await isAskedAbout(attest);
    await becomes(attest, ["figure: 200,000 people"]);
    await emptyStorage(attest);
  });

  scenario("so is what is not saved of an article that is not open any more", options, async (attest) => {
    await attest.paste("Second article\nwith 12 words.");
    await eventually(async () => assert.equal((await attest.blocks())[0], "Second article"));
    const turnTo = async (title) => {
      await attest.showArticles();
      const [card] = await attest.page.$$(`xpath/.//button[contains(@class, 'card-open')][contains(., '${title}')]`);
      await card.click();
      await eventually(async () => assert.equal((await attest.blocks())[0], title));
    };
    await turnTo("Ministry counts the returned");
    await fillStorage(attest);
    await attest.mark("2", "200,000 people");
    await states(attest, /Not saved/);
    await turnTo("Second article");
    await states(attest, /Saved in this browser/);
    await isAskedAbout(attest);
    await emptyStorage(attest);
    await attest.reload();
    await turnTo("Ministry counts the returned");
    await becomes(attest, ["figure: 200,000 people"]);
  });

  // Every way in which a stored piece can be unreadable: [what, which keys, how].
  const broken = [
    ["a truncated snapshot", /^attest\/snapshot\//, (value) => value.slice(0, value.length / 2)],
    ["a foreign snapshot", /^attest\/snapshot\//, () => '{"name":"somebody","version":7,"list":[1,2,3]}'],
    ["a snapshot of a newer version", /^attest\/snapshot\//, (value) => value.replace(/"version":\s*1/, '"version": 2')],
    ["a truncated change", /^attest\/change\//, (value) => value.slice(0, value.length / 2)],
    ["a foreign change", /^attest\/change\//, () => '["not","an","entry"]'],
  ];
  for (const [what, keys, how] of broken) {
    scenario(`${what} is set aside and shown, and Attest goes on`, options, async (attest) => {
      await attest.mark("2", "200,000 people");
      const bad = await breakStored(attest, keys, how);
      await attest.reload();
      assert.deepEqual((await attest.blocks())[0], "Ministry counts the returned");
      await says(attest, /could not be read/);
      await states(attest, /set aside/);

      const all = Object.entries(await stored(attest));
      for (const [key, value] of bad) {
        assert.ok(all.some(([other, kept]) => other.startsWith("attest/aside/") && other.endsWith(key) && kept === value), `${key} is kept`);
      }

      await attest.click("button", "Unreadable data set aside");
      const dialog = await attest.find("dialog", "What did not fit");
      assert.match(await dialog.evaluate((element) => element.innerText), new RegExp(bad[0][0]));
      const { text } = await attest.download(() => attest.click("button", "Download", dialog));
      assert.equal(text, bad[0][1], "what is downloaded is what was there, to the letter");
      for (const last of ["Keep", "Delete for good"]) {
        await attest.click("button", "Delete\u2026", dialog);
        await attest.find("button", "Keep", dialog);
        assert.equal(await attest.page.evaluate(() => document.activeElement.textContent), "Keep");
        await attest.click("button", last, dialog);
        await eventually(async () => assert.equal(await attest.page.$$eval("dialog[open] .card", (cards) => cards.length), bad.length - (last === "Keep" ? 0 : 1)));
        const left = Object.keys(await stored(attest)).filter((key) => key.startsWith("attest/aside/"));
        assert.equal(left.length, bad.length - (last === "Keep" ? 0 : 1), last);
      }
      await attest.press("Escape");
      await attest.gone("dialog", "What did not fit");

      const kept = await attest.quotes();
      await attest.mark("4", "Source(s): Reuters");
      await becomes(attest, [...kept, "attribution: Source(s): Reuters"]);
      await attest.reload();
      await becomes(attest, [...kept, "attribution: Source(s): Reuters"]);
    });
  }

  scenario("an unreadable article is set aside too; the site's own one is there", options, async (attest) => {
    await attest.mark("2", "200,000 people");
    const bad = await breakStored(attest, /^attest\/text\//, (value) => value.slice(0, value.length / 3));
    await attest.reload();
    await says(attest, /could not be read/);
    assert.equal((await attest.blocks())[0], "Ministry counts the returned");
    assert.ok(Object.values(await stored(attest)).includes(bad[0][1]), "it is kept");
    await attest.mark("1", "Prices rose");
    await attest.reload();
    assert.ok((await attest.quotes()).includes("claim: Prices rose"));
  });

  scenario("unreadable settings, cards and pointers do no harm", options, async (attest) => {
    await attest.mark("2", "200,000 people");
    await attest.page.evaluate(() => {
      for (const key of Object.keys(localStorage)) {
        if (/^attest\/(settings|card\/|open|fold)/.test(key)) localStorage.setItem(key, '{"half');
      }
      localStorage.setItem("attest/nonsense/x", "\u0000");
      localStorage.setItem("attest/change/other", "1");
    });
    await attest.reload();
    await becomes(attest, ["figure: 200,000 people"]);
  });

  scenario("a refused storage is said, and the work goes on in memory", {
    ...options,
    prepare: (page) =>
      page.evaluateOnNewDocument(() => {
        Object.defineProperty(window, "localStorage", {
          get() {
            throw new DOMException("The operation is insecure.", "SecurityError");
          },
        });
      }),
  }, async (attest) => {
    await says(attest, /refuses storage/);
    await states(attest, /Not saved/);
    await attest.mark("2", "200,000 people");
    await attest.mark("1", "Prices rose by 30%");
    await becomes(attest, ["figure: 200,000 people", "claim: Prices rose by 30%"]);
    await attest.press("Control+z", "Control+z", "Control+y");
    await becomes(attest, ["figure: 200,000 people"]);
    assert.equal((await attest.file()).annotations.length, 1);
  });

  scenario("two tabs show each other's changes, and neither overwrites the other", options, async (attest, { newTab }) => {
    const other = await newTab();
    await attest.toFront();
    await attest.mark("2", "200,000 people");
    await becomes(other, ["figure: 200,000 people"]);
    await other.toFront();
    await other.mark("1", "Prices rose by 30%");
    const both = ["figure: 200,000 people", "claim: Prices rose by 30%"];
    await becomes(attest, both);

    // The same annotation, changed there and here.
    await other.clickText("200,000");
    await other.press("4");
    await becomes(attest, ["attribution: 200,000 people", both[1]]);
    await attest.toFront();
    await attest.clickText("200,000");
    await attest.press("Enter");
    await eventually(async () => assert.equal((await attest.focused()).id, "note"));
    await attest.type("from here");
    await attest.press("Escape");
    await eventually(async () => assert.equal((await other.margin())[0], "Attribution: 200,000 people. Note: from here"));

    // One takes away what the other has active.
    await other.toFront();
    await other.press("Delete");
    await becomes(attest, [both[1]]);
    await eventually(async () => assert.deepEqual(await attest.active(), []));

    // Many changes, in turn.
    for (const [index, quote] of ["no more than 45,000", "€3.5 million"].entries()) {
      await attest.toFront();
      await attest.mark("2", quote);
      await other.toFront();
      await other.mark("4", ["said Konashenkov", "Source(s): Reuters"][index]);
    }
    await eventually(async () => assert.equal((await attest.quotes()).length, 5));
    await eventually(async () => assert.deepEqual(await other.work(), await attest.work()));
    const work = await attest.work();
    await other.reload();
    assert.deepEqual(await other.work(), work);
    await other.press("Control+z", "Control+z");
    await eventually(async () => assert.equal((await attest.quotes()).length, 3));
    await attest.toFront();
    await attest.reload();
    assert.deepEqual(await attest.work(), await other.work());
  });

  scenario("two tabs that write at the same moment end with the same work", options, async (attest, { newTab }) => {
    const other = await newTab();
    await attest.toFront();
    await attest.drag("200,000 people");
    await attest.palette();
    await other.toFront();
    await other.drag("Source(s): Reuters");
    await other.palette();
    await Promise.all([attest.press("2"), other.press("4")]);
    const both = ["figure: 200,000 people", "attribution: Source(s): Reuters"];
    await becomes(attest, both);
    await becomes(other, both);
    await attest.reload();
    await becomes(attest, both);
  });
});

/** Tries to leave the page: the person is asked, and stays. */
async function isAskedAbout(attest) {
  let asked = null;
  attest.page.once("dialog", async (dialog) => {
    asked = dialog.type();
    await dialog.dismiss();
  });
  await attest.page.evaluate(() => void setTimeout(() => location.reload()));
  await eventually(() => assert.equal(asked, "beforeunload"));
}

/** Breaks the stored pieces of some keys, and gives them as `[key, value]`. */
async function breakStored(attest, keys, how) {
  const found = Object.entries(await stored(attest)).filter(([key]) => keys.test(key));
  assert.ok(found.length > 0, `there is something like ${keys}`);
  const bad = found.map(([key, value]) => [key, how(value)]);
  for (const [index, [key, value]] of bad.entries()) assert.notEqual(value, found[index][1], key);
  await attest.page.evaluate((bad) => bad.forEach(([key, value]) => localStorage.setItem(key, value)), bad);
  return bad;
}
