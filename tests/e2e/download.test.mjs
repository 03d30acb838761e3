// The annotation file: its name, its bytes, its schema.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import { fileOf } from "./support/files.mjs";
import { readWithPython } from "./support/python.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;
const schema = JSON.parse(readFileSync(new URL("../../docs/attest.schema.json", import.meta.url)));
const isMoment = (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text);
const validate = new Ajv({ allErrors: true, strict: false, formats: { "date-time": isMoment } }).compile(schema);

const valid = (file) => assert.ok(validate(file), JSON.stringify(validate.errors, null, 1));

story("Downloading the annotation file", (engine, scenario) => {
  scenario("the same work gives the same bytes, by key and by button, today and after a reload", { article }, async (attest) => {
    await attest.mark("2", "30%");
    await attest.mark("1", "Prices rose by 30% in 2017");
    await attest.mark("4", "said Konashenkov");
    await attest.mark("1", "Raqqa", { nth: 1 });
    await attest.drag("has inherited the fate of Dresden", { with: "Control" });
    await attest.press("Enter");
    await eventually(async () => assert.equal((await attest.focused()).id, "note"));
    await attest.type('a "note" \\ with\nlines');
    await attest.press("Escape");

    const first = await attest.download();
    assert.equal(first.name, "Ministry counts the returned.attest.json");
    for (const again of [
      () => attest.download(),
      () => attest.download(() => attest.click("button", "Download")),
      async () => (await attest.reload(), attest.download()),
      async () => (await attest.press("Control+z"), await attest.press("Control+y"), attest.download()),
    ]) {
      const { name, bytes } = await again();
      assert.equal(name, first.name);
      assert.ok(bytes.equals(first.bytes), "byte for byte");
    }
    assert.match(await attest.said(), /Downloaded Ministry counts the returned\.attest\.json/);

    assert.ok(!first.text.startsWith("\ufeff") && !first.text.includes("\r"), "no byte order mark, LF alone");
    assert.ok(first.text.endsWith("\n"));
    const file = JSON.parse(first.text);
    valid(file);
    assert.equal(file.format, "attest");
    assert.equal(file.version, 1);
    assert.equal(file.document.text, REPORT);
    assert.equal(file.document.title, "Ministry counts the returned");
    assert.equal(file.document.source, "article.txt");
    assert.equal(file.document.status, "open");
    assert.deepEqual(file.labels.map(({ id, key }) => [id, key]), [["claim", "1"], ["figure", "2"], ["caption", "3"], ["attribution", "4"]]);
    for (const { origin, created, modified, id } of file.annotations) {
      assert.equal(origin, "human");
      assert.ok(isMoment(created) && isMoment(modified) && created <= modified);
      assert.match(id, /^a-/);
    }
    assert.equal(file.annotations.find(({ note }) => note)?.note, 'a "note" \\ with\nlines');
    assert.deepEqual(await readWithPython(first.path), [
      ["claim", ["Raqqa", "has inherited the fate of Dresden"]],
      ["attribution", ["said Konashenkov"]],
      ["claim", ["Prices rose by 30% in 2017"]],
      ["figure", ["30%"]],
    ]);
  });

  scenario("an article without annotations downloads too", { article }, async (attest) => {
    const { path, text } = await attest.download();
    valid(JSON.parse(text));
    assert.deepEqual(await readWithPython(path), []);
  });

  const titles = {
    'A "quoted": <title> / with | what? files * refuse \\': /^A quoted title with what files refuse\.attest\.json$/,
    "...": /^article\.attest\.json$/,
    "Ein Titel – mit Ümläuten und 中文 😀": /^Ein Titel – mit Ümläuten und 中文 😀\.attest\.json$/,
    [`${"Long ".repeat(60)}end`]: /^(Long ){10,}.*\.attest\.json$/,
  };
  for (const [title, name] of Object.entries(titles)) {
    scenario(`the file's name is the title: ${title.slice(0, 24)}`, { article: `${title}\nText.\n` }, async (attest) => {
      const file = await attest.download();
      assert.match(file.name, name);
      assert.ok(file.name.length <= 120);
      valid(JSON.parse(file.text));
    });
  }

  scenario("what a reader does not know, it keeps", { article }, async (attest, { profile, newProfile, newTab }) => {
    const file = JSON.parse((await attest.download()).text);
    const strange = {
      ...file,
      extra: { a: [1, 2, { b: null }] },
      document: { ...file.document, paper: "Daily" },
      annotations: [
        {
          id: "a-1",
          label: "claim",
          spans: [{ start: 0, end: 8, quote: "Ministry" }],
          origin: "import:brat",
          attributes: { certainty: "sure" },
          mood: "calm",
        },
      ],
    };
    const path = await fileOf(profile, "strange.attest.json", JSON.stringify(strange));

    // In a browser that does not know the article, and in one that does.
    const elsewhere = await newTab({ profile: await newProfile() });
    for (const tab of [elsewhere, attest]) {
      await tab.toFront();
      if (tab === elsewhere) await tab.paste("Another\narticle.");
      await tab.openFiles(path);
      await eventually(async () => assert.deepEqual(await tab.quotes(), ["claim: Ministry"]));
      await tab.reload();
      const kept = await tab.file();
      valid(kept);
      const [annotation] = kept.annotations;
      assert.equal(annotation.mood, "calm");
      assert.deepEqual(annotation.attributes, { certainty: "sure" });
      assert.equal(annotation.origin, "import:brat");
      assert.deepEqual(kept.extra, strange.extra);
      assert.equal(kept.document.paper, "Daily");
    }
  });

  scenario("a quote that stands elsewhere is moved and said; one that is gone is an orphan, not lost", { article }, async (attest, { profile }) => {
    const file = JSON.parse((await attest.download()).text);
    const at = (label, start, quote) => ({ id: `a-${start}`, label, spans: [{ start, end: start + quote.length, quote }], origin: "human" });
    file.annotations = [at("figure", 3, "200,000 people"), at("claim", 5, "nobody said this")];
    await attest.openFiles(await fileOf(profile, "moved.attest.json", JSON.stringify(file)));
    await eventually(async () => assert.deepEqual(await attest.quotes(), ["figure: 200,000 people"]));
    await attest.click("button", "Show", await attest.page.$(".messages"));
    const notes = await (await attest.find("dialog", "What did not fit")).evaluate((dialog) => dialog.innerText);
    assert.match(notes, /200,000 people.*moved/s);
    assert.match(notes, /nobody said this/);
    await attest.press("Escape");
    const kept = await attest.file();
    valid(kept);
    assert.equal(kept.orphans.length, 1);
    assert.equal(kept.orphans[0].annotation.spans[0].quote, "nobody said this");
  });
});
