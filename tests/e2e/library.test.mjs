// The library: all articles in this browser.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { LAPTOP, PHONE } from "./support/attest.mjs";
import { assertNoBarrier } from "./support/axe.mjs";
import { fileOf } from "./support/files.mjs";
import { allowStorage, emptyStorage, fillStorage, refuseStorage, stored } from "./support/storage.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;
const TITLE = "Ministry counts the returned";
const FLOOD = "Flood in the valley\nAbout 3,000 people left the valley on Sunday, the mayor said.";
const BREAD = "bread prices rise\nBread rose by 30 percent, according to the ministry.\nThe dam held.";

/** The files of an archive, by name: unpacked and checked by Python's own reader. */
async function unzipped(archive) {
  const script =
    "import json, sys, zipfile\n" +
    "zip = zipfile.ZipFile(sys.argv[1])\n" +
    "assert zip.testzip() is None\n" +
    "json.dump({name: zip.read(name).decode() for name in zip.namelist()}, sys.stdout)";
  const { stdout } = await promisify(execFile)("python3", ["-c", script, archive], { encoding: "utf8" });
  return JSON.parse(stdout);
}

const open = async (attest) => {
  await attest.showArticles();
  await attest.click("button", "All articles…");
  await attest.find("dialog", "All articles");
  await eventually(async () => assert.equal((await attest.focused()).id, "library-words"));
};

/** Puts two more articles into the browser, with one annotation in the second; that one is open then. */
async function fill(attest, profile) {
  for (const [name, text] of [["flood.txt", FLOOD], ["bread.txt", BREAD]]) {
    await attest.openFiles(await fileOf(profile, name, text));
    await eventually(async () => assert.equal((await attest.blocks())[0], text.split("\n")[0]));
  }
  await attest.mark("2", "30 percent");
  await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 30 percent"]));
  await attest.press("Escape");
}

const titles = (attest) => attest.read(() => [...document.querySelectorAll(".library-open")].map((title) => title.textContent));
const titlesAre = (attest, expected) => eventually(async () => assert.deepEqual(await titles(attest), expected));
/** What the cells under a head say, from above. */
const cells = (attest, name) =>
  attest.read((name) => [...document.querySelectorAll(`.library-table [data-name="${name}"]`)].map((cell) => cell.textContent), name);
const told = (attest, expected) =>
  eventually(async () => assert.equal(await attest.page.$eval(".library-told [role=status]", (status) => status.textContent), expected));
const isShown = (attest, title) => eventually(async () => assert.equal((await attest.blocks())[0], title));
const head = (attest, name) => attest.page.evaluateHandle((name) => [...document.querySelectorAll(".library-table thead button")].find((head) => head.textContent.startsWith(name)), name);

story("The library", (engine, scenario) => {
  scenario("lists all articles with how far each is, and sorts them", { article }, async (attest, { profile }) => {
    await fill(attest, profile);
    await attest.download();
    await open(attest);
    await eventually(async () => assert.deepEqual(new Set(await titles(attest)), new Set([TITLE, "Flood in the valley", "bread prices rise"])));
    await (await head(attest, "Title")).click();
    await titlesAre(attest, ["bread prices rise", "Flood in the valley", TITLE]);
    assert.deepEqual(await cells(attest, "Work"), ["In progress", "New", "New"]);
    assert.deepEqual(await cells(attest, "Annotations"), ["1", "0", "0"]);
    const [first, ...others] = await cells(attest, "Downloaded");
    assert.match(first, /\d:\d\d/);
    assert.deepEqual(others, ["never", "never"]);
    for (const size of await cells(attest, "Storage")) assert.match(size, /^0\.1\s%$/);
    await (await head(attest, "Title")).click();
    await titlesAre(attest, [TITLE, "Flood in the valley", "bread prices rise"]);
    const sorted = () => attest.read(() => [...document.querySelectorAll("th[aria-sort]")].map((head) => `${head.textContent} ${head.ariaSort ?? head.getAttribute("aria-sort")}`));
    await eventually(async () => assert.match((await sorted()).join(), /^Title.* descending$/));
    await (await head(attest, "Annotations")).click();
    await eventually(async () => assert.equal((await titles(attest))[0], "bread prices rise"));
    await attest.press("Escape");
    await attest.gone("dialog", "All articles");
    assert.deepEqual(await attest.quotes(), ["figure: 30 percent"]);
  });

  scenario("finds articles by title, and by text and notes when asked", { article }, async (attest, { profile }) => {
    await fill(attest, profile);
    await attest.clickText("30 percent");
    await attest.press("Enter");
    await eventually(async () => assert.equal((await attest.focused()).id, "note"));
    await attest.type("ask the baker");
    await attest.press("Escape", "Escape");
    await open(attest);
    await attest.type("VALLEY");
    await titlesAre(attest, ["Flood in the valley"]);
    await attest.page.$eval("#library-words", (field) => field.select());
    await attest.type("the ");
    await eventually(async () => assert.deepEqual(new Set(await titles(attest)), new Set(["Flood in the valley", TITLE])));
    await attest.page.$eval("#library-words", (field) => field.select());
    await attest.type("baker");
    await titlesAre(attest, []);
    await attest.click("checkbox", "Also in texts and notes");
    await titlesAre(attest, ["bread prices rise"]);
    await attest.page.$eval("#library-words", (field) => field.focus());
    await attest.page.$eval("#library-words", (field) => field.select());
    await attest.type("raqqa families");
    await titlesAre(attest, [TITLE]);
    await attest.click("button", TITLE, await attest.page.$(".library-table"));
    await attest.gone("dialog", "All articles");
    await isShown(attest, TITLE);
  });

  scenario("says that work is done: on the open article, which can be undone, and on others", { article }, async (attest, { profile, newTab }) => {
    await fill(attest, profile);
    await open(attest);
    await attest.click("checkbox", "Done: bread prices rise");
    await told(attest, "“bread prices rise” is done.");
    await attest.click("checkbox", "Done: Flood in the valley");
    await told(attest, "“Flood in the valley” is done.");
    await (await head(attest, "Title")).click();
    await eventually(async () => assert.deepEqual(await cells(attest, "Work"), ["Done", "Done", "New"]));
    await attest.press("Escape");
    assert.equal((await attest.file()).document.status, "done");
    await attest.press("Control+z");
    assert.equal((await attest.file()).document.status, "open");

    // The other one is done as well once it is open, in any tab.
    const other = await newTab();
    await isShown(other, "bread prices rise");
    await open(other);
    await eventually(async () => assert.deepEqual((await cells(other, "Work")).toSorted(), ["Done", "In progress", "New"]));
    await other.click("button", "Flood in the valley", await other.page.$(".library-table"));
    await isShown(other, "Flood in the valley");
    assert.equal((await other.file()).document.status, "done");
    assert.deepEqual(other.messages, []);
  });

  scenario("what is done to an article reaches the tab that has it open", { article }, async (attest, { profile, newTab }) => {
    await fill(attest, profile);
    const other = await newTab();
    await isShown(other, "bread prices rise");
    await other.openFiles(await fileOf(profile, "flood.txt", FLOOD));
    await isShown(other, "Flood in the valley");
    await other.mark("2", "About 3,000 people");
    await eventually(async () => assert.equal((await other.quotes()).length, 1));
    await attest.toFront();
    await open(attest);
    await attest.click("checkbox", "Done: Flood in the valley");
    await told(attest, "“Flood in the valley” is done.");
    await attest.press("Escape");
    await other.toFront();
    await eventually(async () => assert.equal((await other.file()).document.status, "done"));
    await other.press("Control+z");
    await eventually(async () => assert.equal((await other.file()).document.status, "open"));
    assert.deepEqual(await other.quotes(), ["figure: About 3,000 people"]);
  });

  scenario("says so when that cannot be stored, and leaves it as it was", { article }, async (attest, { profile }) => {
    await fill(attest, profile);
    await open(attest);
    await fillStorage(attest);
    await attest.click("checkbox", "Done: Flood in the valley");
    await eventually(async () => assert.match(await attest.page.$eval(".library-told", (line) => line.textContent), /storage is full/));
    const done = await attest.find("checkbox", "Done: Flood in the valley");
    assert.equal(await done.evaluate((box) => box.checked), false);
    await emptyStorage(attest);
    await attest.click("checkbox", "Done: Flood in the valley");
    await told(attest, "“Flood in the valley” is done.");
    assert.equal(await done.evaluate((box) => box.checked), true);
  });

  scenario("says so when articles cannot be brought back, and tries it again", { article }, async (attest, { profile }) => {
    await fill(attest, profile);
    await open(attest);
    await (await head(attest, "Title")).click();
    await attest.click("button", "Remove Flood in the valley");
    await told(attest, "Removed “Flood in the valley”.");
    await refuseStorage(attest);
    await attest.click("button", "Undo", await attest.page.$(".library-told"));
    await eventually(async () => {
      const line = await attest.page.$eval(".library-told", (line) => line.textContent);
      assert.match(line, /^0 articles back on the list, 1 not\. Not saved: the browser refuses storage/);
    });
    await titlesAre(attest, ["bread prices rise", TITLE]);
    await allowStorage(attest);
    await attest.click("button", "Undo", await attest.page.$(".library-told"));
    await told(attest, "1 article back on the list.");
    await titlesAre(attest, ["bread prices rise", "Flood in the valley", TITLE]);
  });

  scenario("removes articles and brings them back", { article }, async (attest, { profile }) => {
    await fill(attest, profile);
    const before = await stored(attest);
    await open(attest);
    await (await head(attest, "Title")).click();
    await attest.click("button", "Remove Flood in the valley");
    await titlesAre(attest, ["bread prices rise", TITLE]);
    await told(attest, "Removed “Flood in the valley”.");
    await eventually(async () => assert.equal((await attest.focused()).id, "library-undo"));
    await attest.press("Enter");
    await titlesAre(attest, ["bread prices rise", "Flood in the valley", TITLE]);

    // Also the open one: another one is shown, until it is brought back.
    await attest.click("checkbox", "Choose bread prices rise");
    await attest.click("checkbox", `Choose ${TITLE}`);
    await attest.click("button", "Remove them");
    await titlesAre(attest, ["Flood in the valley"]);
    await told(attest, "Removed 2 articles.");
    await isShown(attest, "Flood in the valley");
    await attest.click("button", "Undo", await attest.page.$(".library-told"));
    await titlesAre(attest, ["bread prices rise", "Flood in the valley", TITLE]);
    await isShown(attest, "bread prices rise");
    await attest.press("Escape");
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 30 percent"]));
    const after = await stored(attest);
    for (const key of Object.keys(before).filter((key) => /^attest\/(text|snapshot|change)\//.test(key))) {
      assert.equal(after[key], before[key], key);
    }
    await attest.showArticles();
    await eventually(async () => assert.equal(await attest.page.$$eval(".cards .card", (cards) => cards.length), 3));
  });

  scenario("hands out one annotation file, and several as one archive", { article }, async (attest, { profile }) => {
    await fill(attest, profile);
    await attest.openFiles(await fileOf(profile, "other.txt", `${FLOOD}\nAnother text of the same name.`));
    await isShown(attest, "Flood in the valley");
    await eventually(async () => assert.equal((await attest.blocks()).length, 3));
    await open(attest);
    await eventually(async () => assert.equal((await titles(attest)).length, 4));
    await attest.click("checkbox", "Choose bread prices rise");
    const file = await attest.download(() => attest.click("button", "Download its annotation file"));
    assert.equal(file.name, "bread prices rise.attest.json");
    assert.deepEqual(JSON.parse(file.text).annotations.map(({ label }) => label), ["figure"]);
    await told(attest, "Downloaded bread prices rise.attest.json.");

    await attest.click("checkbox", "Choose all that are shown");
    const archive = await attest.download(() => attest.click("button", "Download them as one archive"), /\.zip$/);
    assert.match(archive.name, /^articles \d{4}-\d\d-\d\d\.zip$/);
    await told(attest, `Downloaded ${archive.name}.`);
    const files = await unzipped(archive.path);
    assert.deepEqual(Object.keys(files).toSorted(), [
      "2-Flood in the valley.attest.json",
      "Flood in the valley.attest.json",
      "Ministry counts the returned.attest.json",
      "bread prices rise.attest.json",
    ]);
    assert.deepEqual(JSON.parse(files["bread prices rise.attest.json"]), JSON.parse(file.text));
    const texts = Object.values(files).map((source) => JSON.parse(source).document.text.split("\n").length);
    assert.deepEqual(texts.toSorted(), [2, 3, 3, REPORT.split("\n").length].toSorted());
    for (const moment of await cells(attest, "Downloaded")) assert.notEqual(moment, "never");
  });

  scenario("when the last one is removed, the page offers to open another", { article }, async (attest) => {
    await open(attest);
    await attest.click("button", `Remove ${TITLE}`);
    await attest.gone("dialog", "All articles");
    await attest.find("dialog", "Articles");
    await eventually(async () => assert.match(await attest.message(), /Removed/));
  });

  scenario("shows what another tab adds, and opens without an article", { replace: { "article.txt": null }, waits: false }, async (attest, { newTab, profile }) => {
    await attest.find("dialog", "Articles");
    await attest.click("button", "All articles…");
    await attest.find("dialog", "All articles");
    await eventually(async () => assert.match(await attest.page.$eval(".library", (library) => library.textContent), /no articles in this browser yet/));
    const other = await newTab();
    await other.find("dialog", "Articles");
    await (await other.page.waitForSelector('input[type="file"]')).uploadFile(await fileOf(profile, "flood.txt", FLOOD));
    await isShown(other, "Flood in the valley");
    await attest.toFront();
    await titlesAre(attest, ["Flood in the valley"]);
    await attest.click("button", "Flood in the valley");
    await isShown(attest, "Flood in the valley");
    // The browser itself reports that the site has no article.
    for (const page of [attest, other]) page.messages.length = 0;
  });

  for (const [where, viewport] of [["on a laptop", LAPTOP], ["on a phone", PHONE]]) {
    scenario(`has no barrier that axe finds, and nothing sticks out, ${where}`, { article, viewport }, async (attest, { profile }) => {
      await attest.openFiles(await fileOf(profile, "flood.txt", `${"A very long headline of a flood ".repeat(4)}\n${FLOOD}`));
      await eventually(async () => assert.match((await attest.blocks())[0], /very long/));
      await open(attest);
      await eventually(async () => assert.equal((await titles(attest)).length, 2));
      await assertNoBarrier(attest, "the library");
      // A phone has no room for the heads.
      await attest.click("checkbox", viewport === PHONE ? `Choose ${TITLE}` : "Choose all that are shown");
      await attest.find("button", "Remove them");
      await attest.click("button", `Remove ${TITLE}`);
      await told(attest, `Removed “${TITLE}”.`);
      await assertNoBarrier(attest, "the library, with something removed");
      const excess = await attest.page.$eval("dialog[open]", (dialog) => dialog.scrollWidth - dialog.clientWidth);
      assert.ok(excess <= 0, `${excess} px stick out`);
    });
  }
});
