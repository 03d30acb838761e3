// One measurement: a new browser with a new profile, one page, one size.

import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import puppeteer from "puppeteer-core";
import { rng } from "../../tests/e2e/support/random.mjs";
import { corpus, makeGaps, sizeOf } from "./corpus.mjs";

const CHROME = process.env.CHROME ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox", // it may run as root
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const VIEW = { width: 1280, height: 800, deviceScaleFactor: 1 };
const LOAD = 60_000; // the longest wait for the first screen, in milliseconds
const STEP = 20_000; // and for one operation
const SCROLL_STEPS = { S: 30, M: 120, L: 300 };
const ADDS = 4; // in each measurement; of selections and deletions there are half as many

const texts = new Map();
export function textOf(size) {
  if (!texts.has(size)) texts.set(size, corpus(size));
  return texts.get(size);
}

/** Measures `adapter` at `origin`. `seed` is what is in local storage, `repetition` chooses the places. */
export async function measure({ adapter, origin, seed, size, repetition, runtime }) {
  const { text, anns } = textOf(size);
  const random = rng(1000 * repetition + sizeOf(size).seed);
  const browser = await puppeteer.launch({
    executablePath: CHROME,
    args: FLAGS,
    headless: true,
    defaultViewport: VIEW,
    timeout: 60_000,
    protocolTimeout: 150_000,
  });
  try {
    const page = await browser.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(String(error.message ?? error)));
    await page.goto(`${origin}/seed.html`);
    await page.evaluate((seed) => Object.entries(seed).forEach(([key, value]) => localStorage.setItem(key, value)), seed);

    await page.evaluateOnNewDocument(runtime);
    if (adapter.probe) {
      const probe = fs.readFileSync(path.join(adapter.folder, adapter.probe), "utf8");
      await page.evaluateOnNewDocument(`window.__benchSpec = ${JSON.stringify({ text, anns })};\n${probe}`);
    }
    await page.evaluateOnNewDocument(`window.__bench.loading = window.__bench.load(${LOAD})`);
    const cdp = await page.createCDPSession();
    // The processor time of the page's main thread, so that other programs of the machine count less.
    await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
    const work = async () => {
      const { metrics } = await cdp.send("Performance.getMetrics");
      const named = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
      return {
        task: named.TaskDuration * 1e3,
        script: named.ScriptDuration * 1e3,
        layout: (named.LayoutDuration + named.RecalcStyleDuration) * 1e3,
        heap: named.JSHeapUsedSize / 1e6,
        nodes: named.Nodes,
      };
    };
    const quiet = (span, timeout) => page.evaluate((span, timeout) => window.__bench.quiet(span, timeout), span, timeout);

    const result = {};
    const files = new Set();
    const hear = (request) => files.add(request.url());
    page.on("request", hear);
    await page.goto(`${origin}/${adapter.query ?? ""}`, { waitUntil: "load", timeout: LOAD });
    const close = await adapter.open?.(page, { text, anns });
    const loaded = await page.evaluate(() => window.__bench.loading);
    await close?.();
    if (loaded === null) throw new Error(`not all annotations of the first screen were painted within ${LOAD} ms`);
    page.off("request", hear);
    result.allVisible = loaded.at;
    result.visible = loaded.visible;
    result.sinceChosen = await page.evaluate((at) => at - window.__bench.inputs.change, loaded.at);
    result.workToVisible = await work();
    await quiet(400, 20_000);
    result.workToQuiet = await work();
    result.firstPaint = await page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
    );
    result.longTasks = await page.evaluate(() => window.__bench.longTasks);

    result.told = await adapter.tell?.(page);
    result.bytes = await weightOf([...files].filter((url) => url.startsWith(origin)));

    await cdp.send("HeapProfiler.enable");
    await cdp.send("HeapProfiler.collectGarbage");
    await cdp.send("HeapProfiler.collectGarbage");
    await cdp.send("HeapProfiler.disable");
    const { heap, nodes } = await work();
    Object.assign(result, { heap, nodes, memory: await memoryOf(browser) });

    const before = await work();
    const deltas = await page.evaluate((steps) => window.__bench.scroll(steps), SCROLL_STEPS[size] ?? SCROLL_STEPS.L);
    result.scroll = {
      work: (await work()).task - before.task,
      frames: deltas.length,
      longest: Math.max(...deltas),
      dropped: deltas.reduce((sum, delta) => sum + Math.max(0, Math.round(delta / (1000 / 60)) - 1), 0),
    };
    await page.evaluate(() => (window.bench.scroller().scrollTop = 0));
    await quiet(150);

    const go = async (offset) => {
      await page.evaluate((offset) => window.bench.scrollTo(offset), offset);
      await quiet(100);
    };
    /** Does `act` and waits for what was armed: milliseconds to the painted frame, and the work meanwhile. */
    const timed = async (act) => {
      const before = await work();
      await act();
      const ms = await page.evaluate(() => window.__bench.armed);
      const after = await work();
      const spent = (part) => after[part] - before[part];
      return { ms, work: spent("task"), script: spent("script"), layout: spent("layout") };
    };
    const { add, hover, remove, select } = adapter.caps;

    if (add) {
      result.add = [];
      for (const gap of makeGaps(text, anns, ADDS, sizeOf(size).seed * 31 + repetition)) {
        await go(gap.start);
        const at = await page.evaluate((gap) => window.bench.rect(gap.start, gap.end), gap);
        await page.mouse.move(at.x1, at.y1);
        await page.mouse.down();
        for (let part = 1; part <= 5; part++) {
          await page.mouse.move(at.x1 + ((at.x2 - at.x1) * part) / 5, at.y1 + ((at.y2 - at.y1) * part) / 5);
          await new Promise((resolve) => setTimeout(resolve, 50)); // as a hand does
        }
        await page.mouse.up();
        await quiet(100);
        await page.evaluate(
          (gap, timeout) => {
            const { bench } = window;
            const count = bench.count();
            const isShown = () => (bench.newest ? bench.newest() && bench.isShown(bench.newest()) : bench.isMarked(gap));
            window.__bench.arm(() => bench.count() > count && isShown(), "keydown", timeout);
          },
          gap,
          STEP,
        );
        result.add.push(await timed(() => page.keyboard.press(add)));
      }
    }

    const gone = new Set();
    const some = () => {
      for (;;) {
        const index = Math.floor(random() * anns.length);
        const annotation = anns[index];
        const near = anns.slice(Math.max(0, index - 12), index + 12);
        const isAlone = near.every(
          (other) => other === annotation || other.end <= annotation.start || annotation.end <= other.start,
        );
        if (isAlone && annotation.end - annotation.start >= 5 && !gone.has(annotation.id)) {
          gone.add(annotation.id);
          return annotation;
        }
      }
    };
    const placeOf = async (annotation) => {
      await go(annotation.start);
      const at = await page.evaluate(({ start }) => window.bench.rect(start, start + 4), annotation);
      return [(at.x1 + at.x2) / 2, (at.y1 + at.y2) / 2];
    };
    const moveTo = async (annotation) => {
      await page.mouse.move(...(await placeOf(annotation)));
      await quiet(100);
    };
    const arm = (name, annotation, input) =>
      page.evaluate(
        (name, annotation, input, timeout) => window.__bench.arm(() => window.bench[name](annotation), input, timeout),
        name,
        annotation,
        input,
        STEP,
      );
    if (hover) {
      result.hover = [];
      for (let count = 0; count < ADDS / 2; count++) {
        const annotation = some();
        const place = await placeOf(annotation);
        await page.mouse.move(2, 2);
        await quiet(100);
        await arm("isHovered", annotation, "mousemove");
        result.hover.push(await timed(() => page.mouse.move(...place)));
      }
    }
    if (select) {
      result.select = [];
      for (let count = 0; count < ADDS / 2; count++) {
        const annotation = some();
        await moveTo(annotation);
        await page.mouse.down();
        await arm("isSelected", annotation, "mouseup");
        result.select.push(await timed(() => page.mouse.up()));
      }
    }
    if (remove) {
      result.remove = [];
      for (let count = 0; count < ADDS / 2; count++) {
        const annotation = some();
        await moveTo(annotation);
        await page.mouse.down();
        await page.mouse.up();
        await quiet(100);
        await page.evaluate(
          (annotation, timeout) => window.__bench.arm(() => !window.bench.isShown(annotation), "keydown", timeout),
          annotation,
          STEP,
        );
        result.remove.push(await timed(() => page.keyboard.press(remove)));
      }
    }
    if (problems.length > 0) result.problems = problems;
    return result;
  } finally {
    await browser.close();
  }
}

/** What files weigh as a server sends them: each gzipped, in bytes. */
async function weightOf(urls) {
  let bytes = 0;
  for (const url of urls) {
    const file = Buffer.from(await (await fetch(url)).arrayBuffer());
    bytes += gzipSync(file, { level: 9 }).length;
  }
  return bytes;
}

/** The proportional set size of the page's process in MB, where the system tells it. */
async function memoryOf(browser) {
  const cdp = await browser.target().createCDPSession();
  const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
  const sizes = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => {
      try {
        return Number(fs.readFileSync(`/proc/${id}/smaps_rollup`, "utf8").match(/^Pss:\s+(\d+)/m)[1]) / 1024;
      } catch {
        return null;
      }
    });
  await cdp.detach();
  return sizes.includes(null) || sizes.length === 0 ? null : Math.max(...sizes);
}
