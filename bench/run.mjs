// Measures Attest beside plain pages with the same texts and annotations, and prints a table. See README.md.
//
//   node bench/run.mjs --attest DIST [--sizes S,M,L] [--reps 5] [--pages attest,native,…] [--out FILE]
//   node bench/run.mjs --attest DIST --growth [--reps 3]

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { serve } from "../script/static-server.mjs";
import { rng } from "../tests/e2e/support/random.mjs";
import { GROWTH, sizeOf } from "./lib/corpus.mjs";
import { measure, textOf } from "./lib/measure.mjs";
import { growth, report } from "./lib/report.mjs";
import { filesOf } from "./lib/site.mjs";

const bench = import.meta.dirname;
const SEED_PAGE = { "seed.html": "<!doctype html><title>seed</title>" };

const { values } = parseArgs({
  options: {
    attest: { type: "string" },
    sizes: { type: "string", default: "S,M,L" },
    reps: { type: "string", default: "5" },
    pages: { type: "string", default: "native,base-highlight,base-mark,recogito,recogito-css,attest" },
    out: { type: "string" },
    growth: { type: "boolean", default: false },
  },
});
const sizes = values.growth ? Object.keys(GROWTH) : values.sizes.split(",");
const repetitions = Number(values.reps);
const adapters = await readAdapters();
const pages = values.growth ? ["attest-file"] : values.pages.split(",");
const dist = path.resolve(values.attest ?? "dist");
const unknown = [...pages.filter((page) => !adapters.has(page)), ...sizes.filter((size) => sizeOf(size) === undefined)];
if (unknown.length > 0 || !(repetitions > 0)) {
  console.error(`script/bench: unknown: ${unknown.join(", ") || `--reps ${values.reps}`}`);
  console.error(`pages: ${[...adapters.keys()].join(", ")}; sizes: S, M, L`);
  process.exit(1);
}
const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "");
const out = path.resolve(values.out ?? path.join(bench, "results", `${stamp}.json`));
fs.mkdirSync(path.dirname(out), { recursive: true });

const run = {
  about: {
    date: new Date().toISOString(),
    chromium: execFileSync(process.env.CHROME ?? "/usr/bin/chromium", ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim(),
    processors: os.cpus().length,
    processor: os.cpus()[0].model,
    repetitions,
    sizes,
    pages,
    corpus: Object.fromEntries(
      sizes.map((size) => {
        const { text, anns } = textOf(size);
        return [size, { bytes: Buffer.byteLength(text), blocks: text.split("\n").length, annotations: anns.length }];
      }),
    ),
  },
  cells: [],
};
const runtime = fs.readFileSync(path.join(bench, "lib", "runtime.js"), "utf8");

for (let repetition = 1; repetition <= repetitions; repetition++) {
  for (const size of sizes) {
    for (const page of shuffled(pages, rng(repetition * 7919 + size.charCodeAt(0)))) {
      const cell = { page, size, repetition, loadAverage: os.loadavg()[0] };
      const began = Date.now();
      try {
        Object.assign(cell, await measureOne(page, size, repetition));
      } catch (error) {
        cell.failed = String(error.message ?? error).slice(0, 300);
      }
      run.cells.push(cell);
      fs.writeFileSync(out, JSON.stringify(run));
      const seconds = ((Date.now() - began) / 1000).toFixed(0);
      const visible = cell.allVisible?.toFixed(0) ?? "–";
      const work = cell.add?.map((operation) => operation.work.toFixed(1)).join(" ") ?? "–";
      console.error(`${repetition} ${size} ${page}: ${seconds} s, visible ${visible} ms, add ${work} ms ${cell.failed ?? ""}`);
    }
  }
}
console.log(values.growth ? growth(run) : report(run));
console.log(`The single values: ${path.relative(process.cwd(), out)}`);
process.exitCode = run.cells.some((cell) => cell.failed) ? 1 : 0;

async function measureOne(page, size, repetition) {
  const adapter = adapters.get(page);
  const { text, anns } = textOf(size);
  const isAttest = adapter.seed !== undefined;
  const files = isAttest ? {} : filesOf(bench, adapter.page);
  const site = await serve({ dir: isAttest ? dist : adapter.folder, replace: { ...SEED_PAGE, ...files } });
  const seed = isAttest
    ? adapter.seed({ text, anns }, dist)
    : { "bench.text": text, "bench.anns": JSON.stringify(anns) };
  try {
    return await measure({ adapter, origin: site.origin, seed, size, repetition, runtime });
  } finally {
    await site.close();
  }
}

/** The adapters by name: that of each folder, and its variants. */
async function readAdapters() {
  const found = new Map();
  for (const page of fs.readdirSync(path.join(bench, "adapters")).sort()) {
    const folder = path.join(bench, "adapters", page);
    const { default: adapter, variants = {} } = await import(path.join(folder, "adapter.mjs"));
    for (const [name, each] of Object.entries({ [page]: adapter, ...variants })) found.set(name, { page, folder, ...each });
  }
  return found;
}

function shuffled(list, random) {
  const order = [...list];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
