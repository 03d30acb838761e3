// The page object: Attest as a person meets it. Controls are found by role and accessible name, text by what it says, and
// everything is done with the mouse and the keyboard.

import { readFile, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { openPage } from "./browser.mjs";
import { elementOf } from "./roles.mjs";
import { eventually } from "./wait.mjs";

/** The highlights that are not labels: what would be marked, what is active, what the pointer is on. */
const SELECTION = "attest-selection";
const ACTIVE = "attest-selected";
const HOVERED = "attest-hover";

/** A laptop's window; a desk with the whole article in sight, so that all of its annotations are painted; a phone. */
export const LAPTOP = { width: 1440, height: 900 };
export const TALL = { width: 1440, height: 2000 };
export const PHONE = { width: 390, height: 844 };

export class Attest {
  /** How many times the hand or the keyboard was used: each press, click or drag is one. */
  actions = 0;
  #downloads;

  constructor({ engine, page, messages, requests, downloads }) {
    Object.assign(this, { engine, page, messages, requests });
    this.#downloads = downloads;
  }

  /** Opens the app in a tab of a profile, and waits until its article is there (unless `waits` is false). */
  static async open({ engine, site, context, downloads, viewport = LAPTOP, prepare = () => {}, waits = true }) {
    const opened = await openPage(context, site.url, async (page) => {
      await page.setViewport(viewport);
      await prepare(page);
    });
    const attest = new Attest({ engine, downloads, ...opened });
    if (waits) await attest.ready();
    return attest;
  }

  /** Waits until an article is shown and the program is there, which may take some time longer. */
  async ready() {
    // Not by the page's frames, of which a tab in the background has none.
    await eventually(async () => {
      if ((await this.page.$('.sheet:has(> .overlay) [aria-label^="Article:"] [data-block]')) === null) throw new Error("no article is there");
    }, 30_000);
  }

  /** How often a file was asked for. */
  asked(name) {
    return this.requests.filter((url) => url.endsWith(name)).length;
  }

  /** Takes from what the page has said what it was made to say. */
  forgive(pattern) {
    this.messages.splice(0, Infinity, ...this.messages.filter((message) => !pattern.test(message)));
  }

  async reload() {
    await this.page.reload({ waitUntil: "load" });
    await this.ready();
  }

  /** Puts this tab in front of the others, as a person does who works in it. */
  toFront() {
    return this.page.bringToFront();
  }

  // Controls

  /** The element of a role and an accessible name, once it is there; looked for in `within` or in the whole page. */
  find(role, name, within) {
    return eventually(async () => {
      const found = await this.peek(role, name, within);
      if (found === null) throw new Error(`there is no ${role} "${name}"`);
      return found;
    });
  }

  /** The element of a role and an accessible name, or null. */
  async peek(role, name, within = null) {
    return (await this.page.evaluateHandle(elementOf, within, role, name)).asElement();
  }

  /** Clicks a control with the mouse. */
  async click(role, name, within) {
    const control = await this.find(role, name, within);
    this.actions += 1;
    await control.click();
  }

  /** Waits until there is no element of a role and a name any more. */
  async gone(role, name) {
    await eventually(async () => {
      if ((await this.peek(role, name)) !== null) throw new Error(`the ${role} "${name}" is still there`);
    });
  }

  palette() {
    return this.find("toolbar", "Label the selection");
  }

  async hasPalette() {
    return (await this.page.$('[role="toolbar"]')) !== null;
  }

  pens() {
    return this.find("group", "Labels");
  }

  inspector() {
    return this.find("complementary", "Active annotation");
  }

  /** The label whose pen is picked up, or null. */
  async pen() {
    const pens = await this.pens();
    return pens.$$eval("button", (buttons) => {
      const pressed = buttons.find((button) => button.getAttribute("aria-pressed") === "true");
      return pressed?.querySelector(".label-name").textContent ?? null;
    });
  }

  // Keys

  /** Presses keys one after the other, such as `press("Control+Shift+ArrowRight", "2")`. */
  async press(...combinations) {
    const { keyboard } = this.page;
    let held = [];
    const hold = async (modifiers) => {
      for (const modifier of held.filter((one) => !modifiers.includes(one))) await keyboard.up(modifier);
      for (const modifier of modifiers.filter((one) => !held.includes(one))) await keyboard.down(modifier);
      held = modifiers;
    };
    try {
      for (const combination of combinations) {
        this.actions += 1;
        const modifiers = combination.split(/(?<=.)\+(?=.)/);
        const key = modifiers.pop();
        await hold(modifiers);
        await keyboard.press(key);
      }
    } finally {
      await hold([]);
    }
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  /**
   * Goes to the page's first control by Shift+Tab, and from there into the article by Tab. Not around by the page's end:
   * there the keyboard leaves the page, and a browser without a window does not tell the page that it came back.
   */
  async tabIntoArticle() {
    await this.#tabTo("Shift+Tab", ({ name }) => name === "Skip to the article");
    await this.#tabTo("Tab", ({ role }) => role === "document");
  }

  async #tabTo(key, isThere) {
    for (let count = 0; count < 40; count++) {
      await this.press(key);
      if (isThere(await this.focused())) return;
    }
    throw new Error(`${key} does not lead there`);
  }

  /** Where the keyboard is: the focused element's role (or tag) and name. */
  focused() {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      return {
        role: element.getAttribute("role") ?? element.tagName.toLowerCase(),
        name: element.getAttribute("aria-label") ?? element.textContent.trim(),
        id: element.id,
      };
    });
  }

  /**
   * Where the caret is, as the page's selection tells screen readers: the block, and the selection's two ends, in UTF-16
   * code units. The selection follows the caret after the next frame.
   */
  async caret() {
    await this.painting();
    return this.page.evaluate(() => {
      const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
      const block = (node) => Number(node?.parentElement?.closest("[data-block]")?.dataset.block ?? -1);
      return { block: block(focusNode), offset: focusOffset, anchor: { block: block(anchorNode), offset: anchorOffset } };
    });
  }

  /** Waits until what was done has been painted, and what waits for that is done too. */
  painting() {
    return this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => setTimeout(done))))),
    );
  }

  /** Whether a block is set from right to left. */
  runsLeft(block) {
    return this.page.$eval(`[data-block="${block}"]`, (line) => getComputedStyle(line).direction === "rtl");
  }

  // The mouse

  /**
   * Where a quote stands on the screen, after scrolling to it: the points just inside its first and last character,
   * in reading order, and its boxes. `nth` counts its occurrences from 0.
   */
  async place(quote, nth = 0) {
    // The page may still be about to scroll to what was done last: a place counts when it stays over two frames.
    let place = null;
    for (;;) {
      // What lies far down may still be to come: an article is built in portions.
      const now = await eventually(async () => {
        const found = await this.read(placeOf, quote, nth);
        if (found === null) throw new Error(`the article does not say "${quote}" ${nth + 1} times`);
        return found;
      });
      if (JSON.stringify(now) === JSON.stringify(place)) return now;
      place = now;
      await this.frames();
    }
  }

  /** Waits until two frames have been painted; in a tab that is not looked at, and paints none, for a moment. */
  frames() {
    return this.page.evaluate(
      () =>
        new Promise((done) => {
          setTimeout(done, 250);
          requestAnimationFrame(() => requestAnimationFrame(done));
        }),
    );
  }

  /**
   * Drags over a quote from its first to its last character. Modifier keys such as `with: "Alt"` are held; with
   * `release: false` the button stays down, to be let go by `release()`.
   */
  async drag(quote, { nth = 0, with: modifier, release = true, backward = false } = {}) {
    const { start, end } = await this.place(quote, nth);
    await this.dragBetween(backward ? end : start, backward ? start : end, { with: modifier, release });
  }

  async dragBetween(from, to, { with: modifier, release = true } = {}) {
    const { keyboard, mouse } = this.page;
    this.actions += 1;
    await mouse.move(from.x, from.y);
    if (modifier) await keyboard.down(modifier);
    await mouse.down();
    await mouse.move(to.x, to.y, { steps: 3 });
    if (release) await mouse.up();
    if (modifier && release) await keyboard.up(modifier);
  }

  release() {
    return this.page.mouse.up();
  }

  /** A point where the hand can take the `which`th edge handle of the active annotation, from left to right. */
  async handle(which) {
    const point = await this.page.evaluate((which) => {
      const handles = [...document.querySelectorAll(".handle")];
      const box = (handle) => handle.getBoundingClientRect();
      const handle = handles.sort((a, b) => box(a).top - box(b).top || box(a).left - box(b).left)[which];
      const { left, right, top, bottom } = box(handle);
      for (let y = top - 12; y <= bottom + 12; y++) {
        const x = (left + right) / 2;
        if (document.elementFromPoint(x, y) === handle) return { x, y: y + 2 };
      }
      return null;
    }, which);
    if (point === null) throw new Error("the hand cannot reach the handle");
    return point;
  }

  /** Clicks into the middle of a quote, `count` times in a row. */
  async clickText(quote, { nth = 0, count = 1 } = {}) {
    const { middle } = await this.place(quote, nth);
    this.actions += 1;
    await this.page.mouse.click(middle.x, middle.y, { count });
  }

  async pointAt(quote, nth = 0) {
    const { middle } = await this.place(quote, nth);
    await this.page.mouse.move(middle.x, middle.y);
  }

  /** Marks a quote: drag and, once the palette offers the labels, press the label's key. */
  async mark(key, quote, options) {
    await this.drag(quote, options);
    await this.palette();
    await this.press(key);
  }

  /** Marks a quote in a narrow window, where the labels are docked at the bottom and no palette comes. */
  async markOnPhone(key, quote, options) {
    await this.drag(quote, options);
    await eventually(async () => {
      if ((await this.selection()).length === 0) throw new Error(`"${quote}" is not selected`);
    });
    await this.press(key);
  }

  // What is there

  /** What a function gives in the page. It comes as JSON: Firefox takes long to describe many small values. */
  async read(look, ...given) {
    return JSON.parse(await this.page.evaluate(`JSON.stringify((${look})(...${JSON.stringify(given)}))`));
  }

  /** The blocks' texts. */
  blocks() {
    return this.read(() => [...document.querySelectorAll("[data-block]")].map((block) => block.textContent));
  }

  /** The stretches of the article that a highlight paints, in text order. */
  async painted() {
    const stretches = await this.read(() =>
      [...CSS.highlights].flatMap(([highlight, ranges]) =>
        [...ranges].map((range) => ({
          highlight,
          block: Number(range.startContainer.parentElement.dataset.block),
          start: range.startOffset,
          end: range.endOffset,
          text: range.toString(),
        })),
      ),
    );
    return stretches.sort(
      (a, b) => a.block - b.block || a.start - b.start || b.end - a.end || (a.highlight < b.highlight ? -1 : 1),
    );
  }

  /** What is painted as annotated: `label`, `lane`, `block`, `start`, `end`, `text`. */
  async marks() {
    const painted = await this.painted();
    return painted
      .filter(({ highlight }) => highlight.startsWith("attest-label-"))
      .map(({ highlight, ...stretch }) => {
        const [, label, lane] = /^attest-label-(.*)-(\d+)$/.exec(highlight);
        return { label, lane: Number(lane), ...stretch };
      });
  }

  /** The same in short: "figure: 200,000 people". */
  async quotes() {
    return (await this.marks()).map(({ label, text }) => `${label}: ${text}`);
  }

  /** The text that would be marked now, block by block. */
  selection() {
    return this.#texts(SELECTION);
  }

  /** The text of the active annotation, part by part. */
  active() {
    return this.#texts(ACTIVE);
  }

  /** The text of the annotation that the pointer or the keyboard is on. */
  hovered() {
    return this.#texts(HOVERED);
  }

  async #texts(name) {
    return (await this.painted()).filter(({ highlight }) => highlight === name).map(({ text }) => text);
  }

  /** What the margin's buttons say, in the order of the page. */
  margin() {
    return this.read(() =>
      [...document.querySelectorAll("[data-margin] li button")].map((item) => item.getAttribute("aria-label") ?? item.textContent),
    );
  }

  /** Everything that a person has done to the article, as far as it can be seen. */
  async work() {
    const marks = await this.marks();
    const placed = marks.map(({ label, block, start, end }) => `${block}:${start}-${end} ${label}`);
    return { marks: placed, margin: await this.margin() };
  }

  /** The message that everybody is shown, or "". */
  message() {
    return this.page.$eval('.messages [role="status"]', (status) => status.textContent);
  }

  /** What screen readers were told last. */
  said() {
    return this.page.$eval('[role="log"]', (log) => log.textContent.trim());
  }

  /** The state line. */
  status() {
    return this.page.$eval("footer.status", (status) => status.innerText);
  }

  // Files

  /**
   * Does something that downloads files, and gives the one whose name matches: `name`, `bytes`, `text`, `path`. The annotation
   * file comes alone; a format of another tool may bring files along.
   */
  async download(act = () => this.press("Control+s"), wanted = /\.json$/) {
    for (const name of await readdir(this.#downloads)) await rm(path.join(this.#downloads, name));
    await act();
    return eventually(async () => {
      const all = await readdir(this.#downloads);
      const names = wanted.source === "\\.json$" ? all : all.filter((name) => wanted.test(name));
      if (names.length !== 1 || !wanted.test(names[0])) throw new Error(`no finished download: [${all}]`);
      const file = path.join(this.#downloads, names[0]);
      const bytes = await readFile(file);
      if (bytes.length === 0) throw new Error("the download is empty");
      return { name: names[0], path: file, bytes, text: bytes.toString("utf8") };
    });
  }

  /** The annotation file as it would be downloaded now, parsed. */
  async file() {
    return JSON.parse((await this.download()).text);
  }

  /** Opens files by the button in the list of articles. */
  async openFiles(...files) {
    await this.showArticles();
    const input = await this.page.waitForSelector('input[type="file"]');
    await input.uploadFile(...files);
    // The page hears of it a moment later.
    await this.gone("dialog", "Articles");
  }

  /** Opens a text by the field for pasted text in the list of articles. */
  async paste(text) {
    await this.showArticles();
    await (await this.find("textbox", "Or paste a text")).click();
    await this.type(text);
    await this.click("button", "Open the pasted text");
  }

  async showArticles() {
    await this.press("Control+o");
    await this.find("dialog", "Articles");
  }
}

/** Runs in the page: see `Attest.place`. */
function placeOf(quote, nth) {
  for (const block of document.querySelectorAll("[data-block]")) {
    const node = block.firstChild;
    let start = -1;
    while (nth >= 0 && (start = node.data.indexOf(quote, start + 1)) >= 0) nth -= 1;
    if (start < 0) continue;

    const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
    const clusters = [...segmenter.segment(quote)].map(({ index, segment }) => [index, index + segment.length]);
    const box = ([from, to]) => {
      const range = document.createRange();
      range.setStart(node, start + from);
      range.setEnd(node, start + to);
      // At the start of a line, the end of the line before may have an empty box of its own.
      const boxes = [...range.getClientRects()];
      return boxes.findLast(({ width }) => width > 0) ?? boxes[0];
    };
    const whole = () => {
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + quote.length);
      return range;
    };
    const { top, bottom } = whole().getBoundingClientRect();
    const lowest = document.querySelector("aside")?.getBoundingClientRect().top ?? innerHeight;
    const isCovered = top < 120 || bottom > (innerWidth > 768 ? innerHeight : lowest) - 120;
    if (isCovered) scrollBy({ top: (top + bottom) / 2 - innerHeight / 3, behavior: "instant" });

    const runsLeft = ([from, to]) => /(?!\p{Nd})[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u.test(quote.slice(from, to));
    const edge = (cluster, isEnd) => {
      const { left, right, top, bottom, width } = box(cluster);
      const isRight = isEnd !== runsLeft(cluster);
      return { x: isRight ? right - width * 0.2 : left + width * 0.2, y: (top + bottom) / 2 };
    };
    const centre = ({ left, right, top, bottom }) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });
    return {
      block: Number(block.dataset.block),
      offset: start,
      start: edge(clusters[0], false),
      end: edge(clusters.at(-1), true),
      middle: centre(box(clusters[Math.floor(clusters.length / 2)])),
      boxes: [...whole().getClientRects()].map(({ left, top, right, bottom }) => ({ left, top, right, bottom })),
    };
  }
  return null;
}
