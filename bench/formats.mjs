// Measures how long the built Attest takes to write and to read each format of another tool, in the thread beside the page, and
// how long the page stands still meanwhile. Prints a table in Markdown; nothing is asserted.
//
//   node bench/formats.mjs [S|M|L] [chromium|firefox]

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { launch } from "../tests/e2e/support/browser.mjs";
import { serveSite } from "../tests/e2e/support/site.mjs";
import { SIZES, makeAnnotations, makeText } from "./lib/corpus.mjs";

const FORMATS = [
  "brat", "csv", "spreadsheet", "conll", "web-annotation", "label-studio", "doccano", "spacy", "uima-xmi", "webanno-tsv", "tei", "html", "markdown",
];

const [size = "L", engine = "chromium"] = process.argv.slice(2);
const { bytes, n, seed } = SIZES[size];
const text = makeText(bytes, seed);
const annotations = makeAnnotations(text, n, seed).map(({ start, end, label }, index) => ({
  id: `a${index}`,
  label,
  spans: [{ start, end, quote: text.slice(start, end) }],
  origin: "human",
}));
const file = JSON.stringify({ format: "attest", version: 1, document: { text }, annotations });

const site = await serveSite({ article: "Bench\nAn article of its own.\n" });
const browser = await launch(engine);
const page = await browser.newPage();
await page.goto(site.url);
await page.waitForSelector("[data-block]");

/** Runs in the page: writes the file in a format, and reads what came of it. */
async function measure(file, format) {
  const address = new URL(document.querySelector("meta[name=annex]").content, document.baseURI);
  let [longest, last] = [0, performance.now()];
  const watch = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 4);
  const work = (words, files) =>
    new Promise((done, failed) => {
      const begun = performance.now();
      let ready;
      const worker = new Worker(address, { type: "module" });
      worker.onerror = () => failed(new Error("the thread failed"));
      worker.onmessage = ({ data }) => {
        if (data === "attest:ready") {
          ready = performance.now();
          worker.postMessage([words, ...files]);
        } else if (Array.isArray(data)) {
          worker.terminate();
          done({ start: ready - begun, time: performance.now() - ready, head: data[0].split("\n")[0], words: data[0], files: data.slice(1) });
        }
      };
    });
  const written = await work(`write\t${format}`, [["", new TextEncoder().encode(file)]]);
  const read = await work("read", written.files);
  clearInterval(watch);
  const size = written.files.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const count = /^article\t.*\t(\d+)$/m.exec(read.words)?.[1];
  return { start: written.start, write: written.time, size, read: count === undefined ? null : read.time, count: Number(count), longest };
}

console.log(`${size}: ${bytes} bytes, ${n} annotations; ${engine} ${await browser.version()}; milliseconds\n`);
console.log("| format | thread starts | write | kB | read | annotations read | page stands still at most |");
console.log("|---|--:|--:|--:|--:|--:|--:|");
await page.evaluate(measure, file, "brat"); // fills the browser's cache
for (const format of FORMATS) {
  const { start, write, size, read, count, longest } = await page.evaluate(measure, file, format);
  const ms = (time) => (time === null ? "" : time.toFixed(0));
  console.log(`| ${format} | ${ms(start)} | ${ms(write)} | ${(size / 1000).toFixed(0)} | ${ms(read)} | ${read === null ? "" : count} | ${ms(longest)} |`);
}

// The same as a person meets it: from the keys that open the screen to its list of losses.
const folder = await mkdtemp(path.join(tmpdir(), "attest-bench-"));
const name = path.join(folder, "bench.attest.json");
await writeFile(name, file);
const pressed = async (key, ...held) => {
  for (const modifier of held) await page.keyboard.down(modifier);
  await page.keyboard.press(key);
  for (const modifier of held) await page.keyboard.up(modifier);
};
await pressed("o", "Control");
await (await page.waitForSelector('input[type="file"]')).uploadFile(name);
await page.waitForFunction(() => document.querySelectorAll("[data-block]").length > 5);
await new Promise((done) => setTimeout(done, 2000));
for (const which of ["first", "second"]) {
  await page.evaluate(() => {
    window.since = performance.now();
    window.longest = 0;
    let last = window.since;
    clearInterval(window.watch);
    window.watch = setInterval(() => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - last);
      last = now;
    }, 4);
  });
  await pressed("s", "Control", "Shift");
  await page.waitForFunction(() => document.querySelector(".screen-foot .main:not([disabled])"), { timeout: 60_000 });
  const { took, longest } = await page.evaluate(() => ({ took: performance.now() - window.since, longest: window.longest }));
  console.log(`\nThe ${which} time from Ctrl+Shift+S to the list of losses: ${took.toFixed(0)} ms; the page stood still for ${longest.toFixed(0)} ms at most.`);
  await pressed("Escape");
  await new Promise((done) => setTimeout(done, 500));
}
await rm(folder, { recursive: true });
await browser.close();
await site.close();
