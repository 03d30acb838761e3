// Other tools' formats: the work goes out in them, with a list of what they do not keep, and comes in from them.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { PHONE } from "./support/attest.mjs";
import { quotes, says } from "./support/expectations.mjs";
import { fileOf, refuses } from "./support/files.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

const article = "Flood in the valley\nAbout 3,000 people left the valley on Sunday, the mayor said.\nThe dam 😀 rose by 30 percent.\n";

const python = async (code, ...given) => {
  const { stdout } = await promisify(execFile)("python3", ["-c", code, ...given], { encoding: "utf8" });
  return JSON.parse(stdout);
};
const report = (attest) => attest.page.$eval(".export-report", (part) => part.innerText);
const reports = (attest, pattern) => eventually(async () => assert.match(await report(attest), pattern));
const inDialog = async (attest) => (await attest.page.waitForSelector(".import")).evaluate((part) => part.innerText);
const ANN = "T1\tCLAIM 26 54\t3,000 people left the valley\nT2\tPerson 65 74\tthe mayor\nT3\tGuess 84 87\tdam\nR1\tSaid Arg1:T2 Arg2:T1\n";

/** Chooses what becomes of a label: the select is focused, and the arrows move in it. */
async function choose(attest, label, value) {
  const select = await attest.page.evaluateHandle((label) => {
    const row = [...document.querySelectorAll(".import-labels label")].find((row) => row.querySelector(".import-name").textContent === label);
    return row.querySelector("select");
  }, label);
  await select.asElement().select(value);
}

story("Other tools' formats", (engine, scenario) => {
  scenario("are written by keys alone, after what they do not keep was told", { article }, async (attest) => {
    await attest.mark("2", "30 percent");
    await attest.press("Enter");
    await eventually(async () => assert.equal((await attest.focused()).id, "note"));
    await attest.type("a note, with a comma");
    await attest.press("Escape");
    await attest.press("Control+Shift+s");
    await attest.find("dialog", "Download in another format");
    // The format that was chosen last has the keyboard; the arrows go through the others.
    await eventually(async () => assert.match((await attest.focused()).role, /input/));
    await reports(attest, /brat standoff does not keep/);
    await reports(attest, /identifiers of its own/);
    for (let press = 0; press < 20 && !/What CoNLL/.test(await report(attest)); press++) await attest.press("ArrowDown");
    await reports(attest, /What CoNLL-2003 \(IOB2\) does not keep/);
    const told = await eventually(async () => {
      const told = await report(attest);
      assert.match(told, /\d+ thing/);
      return told;
    });
    assert.match(told, /its note has no place/);
    assert.match(told, /left out/);
    const { name, path } = await attest.download(() => attest.press("Enter"), /\.conll$/);
    assert.equal(name, "Flood in the valley.conll");
    await attest.gone("dialog", "Download in another format");
    await says(attest, /Downloaded Flood in the valley\.conll/);
    const read = "import json,sys; rows=[r.split() for r in open(sys.argv[1],encoding='utf-8') if r.strip()]; print(json.dumps([[r[0],r[-1]] for r in rows if r[-1][0] in 'BI']))";
    assert.deepEqual(await python(read, path), [["30", "B-figure"], ["percent", "I-figure"]]);
  });

  scenario("are written by mouse, several files as an archive; the choice is remembered", { article }, async (attest) => {
    await attest.mark("2", "30 percent");
    await attest.click("button", "Other formats");
    await attest.find("dialog", "Download in another format");
    await (await attest.page.waitForSelector("xpath/.//label[contains(., 'doccano')][contains(., 'JSON') or contains(., 'offsets')]")).click();
    await reports(attest, /What doccano does not keep/);
    await (await attest.page.waitForSelector("xpath/.//label[contains(., 'code points')]")).click();
    await eventually(async () => assert.notEqual(await attest.page.$(".screen-foot .main:not([disabled])"), null));
    const { name, path } = await attest.download(() => attest.page.click(".screen-foot .main"), /\.zip$/);
    assert.equal(name, "Flood in the valley.zip");
    const read = "import json,sys,zipfile; pack=zipfile.ZipFile(sys.argv[1]); assert pack.testzip() is None; line=json.loads(pack.read('Flood in the valley.jsonl').decode().splitlines()[0]); print(json.dumps([[e['label'],line['text'][e['start_offset']:e['end_offset']]] for e in line['entities']]))";
    assert.deepEqual(await python(read, path), [["figure", "30 percent"]]);
    await attest.reload();
    await attest.click("button", "Other formats");
    await reports(attest, /What doccano does not keep/);
    assert.ok(await attest.page.$eval(".export-units input:nth-of-type(1)", (field) => field !== null));
    assert.ok(await attest.page.evaluate(() => [...document.querySelectorAll(".export-units .choice")].find((unit) => unit.textContent.includes("code points")).querySelector("input").checked));
    await attest.press("Escape");
    await attest.gone("dialog", "Download in another format");
  });

  scenario("an archive comes in, with all that is in it", { article }, async (attest, { profile }) => {
    const pack = path.join(profile.files, "corpus.zip");
    const write = "import json,sys,zipfile; pack=zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_DEFLATED); [pack.writestr(n,t) for n,t in json.loads(sys.argv[2])]; pack.close(); print('null')";
    const members = [["one/a.ann", ANN], ["one/a.txt", article], ["two/alone.txt", "Rain in the hills\nIt rained for 3 days.\n"], ["notes.bin", "\u0000\u0001"]];
    await python(write, pack, JSON.stringify(members));
    await attest.openFiles(pack);
    const told = await inDialog(attest);
    assert.match(told, /3 annotations/);
    assert.match(told, /notes\.bin/);
    await attest.click("button", "Open 2 articles");
    await eventually(async () => assert.equal((await attest.blocks())[0], "Rain in the hills"));
    const broken = await fileOf(profile, "broken.zip", "PK\u0003\u0004 nothing more");
    await attest.openFiles(broken);
    await says(attest, /damaged/);
  });

  scenario("tell when nothing is lost", { article }, async (attest) => {
    await attest.click("button", "Other formats");
    await (await attest.page.waitForSelector("xpath/.//label[contains(., 'WebAnno')]")).click();
    await reports(attest, /What WebAnno TSV 3.3 does not keep/);
    await reports(attest, /Nothing is lost|thing/);
    const told = await report(attest);
    await attest.press("Escape");
    // An article without annotations whose title is its first line has nothing that could be lost but its source.
    assert.match(told, /Nothing is lost|where it came from/);
  });

  scenario("a brat pair comes in: labels are mapped, made or left out, links stay", { article }, async (attest, { profile }) => {
    const files = [await fileOf(profile, "a.ann", ANN), await fileOf(profile, "a.txt", article)];
    await attest.openFiles(...files);
    await attest.find("dialog", "Open files of other tools");
    const told = await inDialog(attest);
    assert.match(told, /brat standoff, 3 annotations/);
    const chosen = await attest.page.$$eval(".import-labels select", (selects) => selects.map((select) => select.value));
    assert.deepEqual(chosen, ["to claim", "create", "create"], "what is called the same is proposed");
    await choose(attest, "Guess", "skip");
    await eventually(async () => assert.match(await inDialog(attest), /1 annotation left out/));
    await attest.click("button", "Open the article");
    await attest.gone("dialog", "Open files of other tools");
    await quotes(attest, ["claim: 3,000 people left the valley", "Person: the mayor"]);
    await says(attest, /1 annotation left out/);
    const { labels, links, annotations } = await attest.file();
    assert.deepEqual(labels.map(({ id }) => id), ["claim", "figure", "caption", "attribution", "Person"]);
    assert.deepEqual(links.map(({ type, from, to }) => [type, from, to]), [["Said", annotations[1].id, annotations[0].id]]);
    assert.equal(annotations[0].origin, "import:brat");
  });

  scenario("a table comes in at once when there is nothing to ask", { article }, async (attest, { profile }) => {
    await attest.mark("2", "30 percent");
    await attest.click("button", "Other formats");
    await (await attest.page.waitForSelector("xpath/.//label[contains(., 'tables and statistics')]")).click();
    await reports(attest, /What CSV does not keep/);
    await eventually(async () => assert.notEqual(await attest.page.$(".screen-foot .main:not([disabled])"), null));
    const pack = await attest.download(() => attest.page.click(".screen-foot .main"), /\.zip$/);
    const read = "import json,sys,zipfile; pack=zipfile.ZipFile(sys.argv[1]); print(json.dumps(pack.read('Flood in the valley.csv').decode('utf-8')))";
    const text = await python(read, pack.path);
    const other = article.replace("Flood", "High water");
    const shift = "High water".length - "Flood".length;
    const moved = text.split("\n").map((row) => row.replace(/(,)(\d+)(,)(\d+)(?=,)/g, (_, a, start, b, end) => `${a}${Number(start) + shift}${b}${Number(end) + shift}`));
    await attest.openFiles(await fileOf(profile, "rows.csv", moved.join("\n")), await fileOf(profile, "other.txt", other));
    await eventually(async () => assert.equal((await attest.blocks())[0], "High water in the valley"));
    await quotes(attest, ["figure: 30 percent"]);
  });

  scenario("a W3C file comes in; what has no place is told before", { article }, async (attest, { profile }) => {
    const target = (exact) => ({ source: "news.txt", selector: { type: "TextQuoteSelector", exact } });
    const body = (value) => ({ type: "TextualBody", value, purpose: "tagging" });
    const file = [
      { "@context": "http://www.w3.org/ns/anno.jsonld", id: "urn:one", type: "Annotation", body: body("figure"), target: target("3,000 people") },
      { "@context": "http://www.w3.org/ns/anno.jsonld", id: "urn:two", type: "Annotation", body: body("figure"), target: target("what is not there") },
    ];
    await attest.openFiles(await fileOf(profile, "news.jsonld", JSON.stringify(file)), await fileOf(profile, "news.txt", article));
    await attest.find("dialog", "Open files of other tools");
    const told = await inDialog(attest);
    assert.match(told, /did not fit/);
    assert.match(told, /what is not there/);
    await attest.press("Enter");
    await attest.gone("dialog", "Open files of other tools");
    await quotes(attest, ["figure: 3,000 people"]);
  });

  scenario("broken and foreign files get a clear answer and change nothing", { article }, async (attest, { profile }) => {
    await attest.mark("2", "30 percent");
    const before = [await attest.blocks(), await attest.work()];
    const bad = {
      "alone.ann": [ANN, /\.txt file of this name is missing/],
      "other.csv": ["name;price\nbread;2\n", /none of the formats/],
      "packed.zip": ["PK\u0003\u0004", /archive/],
      "deep.xml": ["<a>".repeat(1000), /none of the formats/],
    };
    await refuses(attest, profile, bad);
    const files = await Promise.all(Object.keys(bad).slice(1, 3).map((name) => fileOf(profile, name, bad[name][0])));
    await attest.openFiles(...files);
    const dialog = await attest.find("dialog", "Open files of other tools");
    await eventually(async () => {
      const told = await dialog.evaluate((element) => element.innerText);
      assert.match(told, /other\.csv/);
      assert.match(told, /packed\.zip/);
    });
    await attest.press("Escape");
    await attest.gone("dialog", "Open files of other tools");
    assert.deepEqual([await attest.blocks(), await attest.work()], before);
  });

  scenario("articles and Attest's own files among others are opened as ever", { article }, async (attest, { profile }) => {
    const own = { format: "attest", version: 1, document: { text: "Own file\nwith 7 words.\n" }, annotations: [{ id: "a", label: "figure", spans: [{ start: 14, end: 21, quote: "7 words" }] }] };
    await attest.openFiles(
      await fileOf(profile, "a.ann", "T1\tclaim 0 5\tFlood\n"),
      await fileOf(profile, "a.txt", article),
      await fileOf(profile, "alone.txt", "An article alone\nsays little.\n"),
      await fileOf(profile, "renamed.json", JSON.stringify(own)),
    );
    await attest.showArticles();
    await eventually(async () => {
      const titles = await attest.page.$$eval(".card-title", (titles) => titles.map((title) => title.textContent));
      assert.deepEqual(titles.sort(), ["An article alone", "Flood in the valley", "Own file"]);
    });
    await attest.press("Escape");
  });

  scenario("several articles of one file come in one go", { article }, async (attest, { profile }) => {
    const line = (number) => JSON.stringify({ text: `Report ${number}\nThe number is ${number}.`, spans: [{ start: 23, end: 24, label: "figure" }] });
    await attest.openFiles(await fileOf(profile, "corpus.jsonl", [1, 2, 3, 4, 5].map(line).join("\n")));
    await says(attest, /Opened 5 articles/);
    await quotes(attest, ["figure: 5"]);
    await attest.gone("dialog", "Open files of other tools");
    await attest.showArticles();
    await eventually(async () => assert.equal((await attest.page.$$(".card-title")).length, 6));
    await attest.press("Escape");
  });

  scenario("a thread that fails is told, and the page goes on", {
    article,
    replace: { "broken.js": "throw new Error('broken on purpose');" },
    prepare: (page) =>
      page.evaluateOnNewDocument(() => {
        const Real = window.Worker;
        window.Worker = class extends Real {
          constructor(address, options) {
            super(window.worksAgain ? address : new URL("broken.js", location.href), options);
          }
        };
      }),
  }, async (attest) => {
    await attest.mark("2", "30 percent");
    await attest.click("button", "Other formats");
    await reports(attest, /browser stopped this work.*Nothing has changed/);
    await attest.page.evaluate(() => {
      window.worksAgain = true;
    });
    await (await attest.page.waitForSelector("xpath/.//label[contains(., 'going on in Label Studio')]")).click();
    await reports(attest, /What Label Studio does not keep[^]*thing/);
    await attest.press("Escape");
    attest.messages.length = 0;
  });

  scenario("are no longer written once the screen is closed", {
    article,
    prepare: (page) =>
      page.evaluateOnNewDocument(() => {
        const Real = window.Worker;
        window.threads = { begun: 0, ended: 0 };
        window.Worker = class extends Real {
          constructor(address, options) {
            super(address, options);
            window.threads.begun += 1;
            // What it says is never heard, so it never ends by itself.
            this.addEventListener("message", (event) => event.stopImmediatePropagation());
          }

          terminate() {
            window.threads.ended += 1;
            super.terminate();
          }
        };
      }),
  }, async (attest) => {
    await attest.click("button", "Other formats");
    await reports(attest, /Writing/);
    await eventually(async () => assert.deepEqual(await attest.page.evaluate(() => window.threads), { begun: 1, ended: 0 }));
    await (await attest.page.waitForSelector("xpath/.//label[contains(., 'doccano')]")).click();
    await eventually(async () => assert.deepEqual(await attest.page.evaluate(() => window.threads), { begun: 2, ended: 1 }));
    await attest.press("Escape");
    await attest.gone("dialog", "Download in another format");
    await eventually(async () => assert.deepEqual(await attest.page.evaluate(() => window.threads), { begun: 2, ended: 2 }));
  });

  const named = `A headline that is far too long for the narrow window of a telephone\n${article}`;
  scenario("have room on a phone", { article: named, viewport: PHONE }, async (attest) => {
    await attest.click("button", "All commands");
    await attest.find("combobox", "Command");
    await attest.type("another format");
    await attest.press("Enter");
    await attest.page.waitForSelector(".export-report");
    await reports(attest, /thing|Nothing is lost/);
    const overflow = await attest.page.evaluate(() => {
      const dialog = document.querySelector("dialog[open]");
      const inside = dialog.querySelector(".export").getBoundingClientRect();
      return [dialog.scrollWidth - dialog.clientWidth, document.documentElement.scrollWidth - innerWidth, inside.right - innerWidth];
    });
    assert.ok(overflow.every((width) => width <= 0), `${overflow}`);
    await attest.press("Escape");
    await attest.page.setViewport({ width: 320, height: 700 });
    await eventually(async () => {
      const width = await attest.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(width <= 0, `the bar sticks out by ${width}`);
    });
  });
});
