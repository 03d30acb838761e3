// Opening other articles: by the button, by dropping a file, by pasting; and going back to the work done on each.

import assert from "node:assert/strict";
import { says } from "./support/expectations.mjs";
import { drop, fileOf, refuses } from "./support/files.mjs";
import { readWithPython } from "./support/python.mjs";
import { allowStorage, refuseStorage } from "./support/storage.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;
const TEXT = "Überschrift – eins\nZweiter Absatz mit 12 % und 3 €.\n\nDritter 😀 Absatz.\n";
const BLOCKS = ["Überschrift – eins", "Zweiter Absatz mit 12 % und 3 €.", "Dritter 😀 Absatz."];

const shows = (attest, blocks) => eventually(async () => assert.deepEqual(await attest.blocks(), blocks));

story("Opening another article", (engine, scenario) => {
  const encodings = {
    "utf-8.txt": TEXT,
    "utf-8 with a mark.txt": `\ufeff${TEXT}`,
    "crlf.txt": TEXT.replaceAll("\n", "\r\n"),
    "cr.txt": TEXT.replaceAll("\n", "\r"),
    "utf-16 le.txt": Buffer.from(`\ufeff${TEXT}`, "utf16le"),
    "utf-16 be.txt": Buffer.from(`\ufeff${TEXT.replaceAll("\n", "\r\n")}`, "utf16le").swap16(),
    "markdown.md": TEXT,
  };
  scenario("texts in every encoding, with offsets that hold", { article }, async (attest, { profile }) => {
    for (const [name, contents] of Object.entries(encodings)) {
      await attest.openFiles(await fileOf(profile, "other.txt", `${name}\nis next\n`));
      await shows(attest, [name, "is next"]);
      await attest.openFiles(await fileOf(profile, name, contents));
      await shows(attest, BLOCKS);
      assert.equal(await attest.page.title(), `${BLOCKS[0]} – Attest`);
      if ((await attest.quotes()).length === 0) await attest.mark("2", "😀 Absatz");
      const { path } = await attest.download();
      assert.deepEqual(await readWithPython(path), [["figure", ["😀 Absatz"]]], name);
    }
    // All of them are the same text, and so the same article.
    await attest.showArticles();
    const titles = await attest.page.$$eval(".card-title", (titles) => titles.map((title) => title.textContent));
    assert.equal(titles.filter((title) => title === BLOCKS[0]).length, 1);
  });

  scenario("a web page: its text only, nothing of it runs or is fetched", { article }, async (attest, { profile, site }) => {
    const page = `<!doctype html><html><head><title>A page's title</title>
      <script>window.hacked = "head"</script><style>p { color: red }</style>
      <link rel="stylesheet" href="https://example.org/style.css"></head>
      <body onload="window.hacked = 'load'"><h1>Headline &amp; more</h1>
      <p>First <b>bold</b> paragraph<br>with a break.</p>
      <img src="${site.origin}/pixel.png" onerror="window.hacked = 'image'"><iframe src="https://example.org"></iframe>
      <script>window.hacked = "body"</script><svg onload="window.hacked='svg'"><text>drawn</text></svg>
      <ul><li>one</li><li>two</li></ul><p>Last&nbsp;one &lt;b&gt;.</p></body></html>`;
    await attest.openFiles(await fileOf(profile, "page.html", page));
    await shows(attest, ["Headline & more", "First bold paragraph", "with a break.", "one", "two", "Last\u00a0one <b>."]);
    assert.equal(await attest.page.evaluate(() => window.hacked), undefined);
    assert.ok(!attest.requests.some((url) => url.includes("pixel")), "nothing is fetched");
    await attest.mark("1", "bold paragraph");
    const { path, name } = await attest.download();
    assert.deepEqual(await readWithPython(path), [["claim", ["bold paragraph"]]]);
    assert.match(name, /^A page's title|^Headline/);
  });

  scenario("by dropping a file anywhere", { article }, async (attest, { profile }) => {
    await drop(attest, await fileOf(profile, "dropped.txt", TEXT), TEXT);
    await shows(attest, BLOCKS);
  });

  scenario("by pasting a text", { article }, async (attest) => {
    await attest.paste("A pasted headline\nand a paragraph about 40 schools.");
    await shows(attest, ["A pasted headline", "and a paragraph about 40 schools."]);
    await attest.gone("dialog", "Articles");
    await attest.mark("2", "40 schools");
    await attest.reload();
    await shows(attest, ["A pasted headline", "and a paragraph about 40 schools."]);
    assert.deepEqual(await attest.quotes(), ["figure: 40 schools"]);
  });

  scenario("an annotation file restores the same work, here and in another browser", { article }, async (attest, { newProfile, newTab }) => {
    await attest.mark("1", "Prices rose by 30% in 2017");
    await attest.mark("2", "30%");
    await attest.press("Enter");
    await eventually(async () => assert.equal((await attest.focused()).id, "note"));
    await attest.type("a note – „ü“");
    await attest.press("Escape");
    await attest.mark("1", "Raqqa", { nth: 1 });
    await attest.drag("has inherited the fate of Dresden", { with: "Control" });
    await eventually(async () => assert.equal((await attest.quotes()).length, 4));
    const work = await attest.work();
    const { path, bytes } = await attest.download();

    const elsewhere = await newTab({ profile: await newProfile() });
    await elsewhere.paste("Another text\nthat was open there.");
    await shows(elsewhere, ["Another text", "that was open there."]);
    await elsewhere.openFiles(path);
    await eventually(async () => assert.deepEqual(await elsewhere.work(), work));
    assert.ok(bytes.equals((await elsewhere.download()).bytes), "the same file comes out again");

    // Where the article is open already, the file's work takes its place, in one step.
    await elsewhere.press("n", "Delete");
    await eventually(async () => assert.equal((await elsewhere.margin()).length, 2));
    const changed = await elsewhere.work();
    await elsewhere.openFiles(path);
    await eventually(async () => assert.deepEqual(await elsewhere.work(), work));
    await says(elsewhere, /took the place/);
    await elsewhere.click("button", "Undo", await elsewhere.page.$(".messages"));
    await eventually(async () => assert.deepEqual(await elsewhere.work(), changed));
  });

  scenario("what is no article gets a clear error and changes nothing", { article }, async (attest, { profile }) => {
    await attest.mark("2", "200,000 people");
    const file = JSON.parse((await attest.download()).text);
    const before = [await attest.blocks(), await attest.work()];
    const bad = {
      "picture.png": [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 1, 2, 3]), /not a text file/],
      "latin-1.txt": [Buffer.from("Caf\xe9 in M\xfcnchen und anderswo", "latin1"), /neither UTF-8 nor UTF-16/],
      "empty.txt": ["", /empty/],
      "blank.txt": [" \n\t\n", /empty/],
      "broken.attest.json": ['{"format":"attest","version":1,"document":{"text":"cut o', /JSON|read|cut off/i],
      "foreign.json": ['{"name":"attest-tools","version":"1.0.0"}', /annotation file/i],
      "newer.attest.json": [JSON.stringify({ ...file, version: 2 }), /newer|version 2/i],
      "script.html": ["<!doctype html><script>hacked = 1</script>", /no text/],
    };
    await refuses(attest, profile, bad);
    await attest.reload();
    assert.deepEqual([await attest.blocks(), await attest.work()], before);
  });

  scenario("a file of 1 MB opens without freezing, and is marked at its end", { article }, async (attest, { profile }) => {
    const lines = Array.from({ length: 4000 }, (_, index) => `Paragraph ${index} says that ${index * 7} people ${"and more ".repeat(24)}`);
    const file = await fileOf(profile, "large.txt", lines.join("\n"));
    await attest.page.evaluate(() => {
      window.longest = 0;
      let last = performance.now();
      setInterval(() => {
        const now = performance.now();
        window.longest = Math.max(window.longest, now - last);
        last = now;
      }, 10);
    });
    await attest.openFiles(file);
    await eventually(async () => assert.equal((await attest.page.$$("[data-block]")).length, 4000), 30_000);
    const longest = await attest.page.evaluate(() => window.longest);
    assert.ok(longest < 2000, `the page stood still for ${longest} ms`);
    await attest.mark("2", "27993 people");
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 27993 people"]));
    const { path } = await attest.download();
    assert.deepEqual(await readWithPython(path), [["figure", ["27993 people"]]]);
    await attest.reload();
    await attest.tabIntoArticle();
    await attest.press("n");
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 27993 people"]));
  });

  scenario("each article keeps its annotations; the list switches, removes and brings back", { article }, async (attest) => {
    await attest.mark("2", "200,000 people");
    await attest.paste("Second article\nwith 12 words.");
    await shows(attest, ["Second article", "with 12 words."]);
    await attest.mark("1", "12 words");

    const cards = () =>
      attest.page.$$eval(".card", (cards) => Object.fromEntries(cards.map((card) => card.innerText.split("\n"))));
    await attest.showArticles();
    const field = await attest.find("textbox", "Or paste a text");
    assert.equal(await field.evaluate((field) => field.value), "", "what was opened is not in the way of the next text");
    await eventually(async () => {
      const facts = await cards();
      assert.deepEqual(Object.keys(facts).sort(), ["Ministry counts the returned", "Second article"]);
      for (const about of Object.values(facts)) assert.match(about, /^1 annotation · .+/);
    });

    const [first] = await attest.page.$$("xpath/.//button[contains(., 'Ministry counts')][contains(., '1 annotation')]");
    await first.click();
    await eventually(async () => assert.equal((await attest.blocks())[0], "Ministry counts the returned"));
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 200,000 people"]));

    await attest.showArticles();
    await attest.click("button", "Remove Ministry counts the returned");
    await says(attest, /Removed .Ministry counts the returned/);
    const removal = await attest.find("button", "Remove Second article");
    await eventually(async () => assert.ok(await removal.evaluate((button) => button === document.activeElement), "the keyboard is in the list"));
    const list = await attest.find("dialog", "Articles");
    await refuseStorage(attest);
    await attest.click("button", "Undo", list);
    await says(attest, /Not saved: the browser refuses storage/);
    await allowStorage(attest);
    await attest.click("button", "Undo", list);
    await eventually(async () => assert.equal(Object.keys(await cards()).length, 2));
    await attest.press("Escape");
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 200,000 people"]));
    await attest.gone("dialog", "Articles");

    // The last one of the list: the keyboard goes to what is left, and the message is on the page when the dialog is not.
    await attest.showArticles();
    await attest.click("button", "Remove Ministry counts the returned");
    await attest.click("button", "Remove Second article");
    const close = await attest.find("button", "Close", list);
    await eventually(async () => assert.ok(await close.evaluate((button) => button === document.activeElement)));
    await attest.press("Escape");
    await attest.gone("dialog", "Articles");
    await attest.click("button", "Undo", await attest.page.$("body > .told"));
    await shows(attest, ["Second article", "with 12 words."]);
    await attest.showArticles();
    await attest.click("button", "Open this site\u2019s article");
    const opens = () => eventually(async () => assert.equal((await attest.blocks())[0], "Ministry counts the returned"));
    await opens();
    await attest.reload();
    await opens();
  });

  const hurried = (page) =>
    page.evaluateOnNewDocument(() => {
      const { setTimeout } = globalThis;
      globalThis.setTimeout = (work, time, ...more) => setTimeout(work, time > 4000 ? 100 : time, ...more);
    });
  scenario("a message goes by itself, but not the one that alone brings an article back", { article, prepare: hurried }, async (attest) => {
    await attest.showArticles();
    await attest.click("button", "Remove Ministry counts the returned");
    await says(attest, /Removed/);
    await new Promise((done) => setTimeout(done, 400));
    await says(attest, /Removed/);
    await attest.press("Escape");
    await attest.click("button", "Undo", await attest.page.$(".messages"));
    await attest.mark("2", "200,000 people");
    await attest.press("Delete");
    await says(attest, /^$/);
  });

  scenario("a site's new article is shown, and the old one is not lost", { replace: { "article.txt": () => site.article } }, async (attest) => {
    await attest.mark("2", "200,000 people");
    site.article = "New today\nA new article of 3 words.";
    await attest.reload();
    await shows(attest, ["New today", "A new article of 3 words."]);
    await says(attest, /new article/);
    site.article = REPORT;
    await attest.showArticles();
    const titles = await attest.page.$$eval(".card-title", (titles) => titles.map((title) => title.textContent));
    assert.deepEqual(titles.sort(), ["Ministry counts the returned", "New today"]);
  });
});

/** What the site serves in the last scenario. */
const site = { article: REPORT };
