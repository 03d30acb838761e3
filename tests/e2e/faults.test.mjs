// Nothing that was acknowledged as saved is lost: random sequences of work at one to three tabs of a real browser, in which
// tabs are killed, reloaded and duplicated, writes fail and the clock jumps. `docs/faults.md` tells more.
//
// ATTEST_BROWSER_FAULTS is the number of sequences of an engine, ATTEST_FAULTS_SEED the first seed.

import assert from "node:assert/strict";
import { TALL } from "./support/attest.mjs";
import { giveToFate, kill, pressAlone } from "./support/fate.mjs";
import { random } from "./support/random.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const SEQUENCES = { chromium: 80, firefox: 20 };
const STEPS = 10;
const A_SCENARIO = 5; // so that none lasts long

const first = Number(process.env.ATTEST_FAULTS_SEED ?? 1);
const options = { article: REPORT, viewport: TALL, prepare: giveToFate };

story("Faults", (engine, scenario) => {
  const sequences = Number(process.env.ATTEST_BROWSER_FAULTS ?? SEQUENCES[engine]);
  const counts = {};
  for (let from = first; from < first + sequences; from += A_SCENARIO) {
    const to = Math.min(from + A_SCENARIO, first + sequences);
    scenario(`nothing acknowledged is lost in the sequences ${from} to ${to - 1}`, options, async (_, world) => {
      for (let seed = from; seed < to; seed++) {
        const sequence = new Sequence(world, seed, counts);
        try {
          await sequence.run();
        } catch (error) {
          error.message = `seed ${seed}: ${sequence.told.join(", ")}: ${error.message}`;
          throw error;
        }
      }
      if (to === first + sequences) {
        console.log(`${engine}: ${Object.entries(counts).map(([what, count]) => `${count} ${what}`).join(", ")}`);
      }
    });
  }
});

/** What somebody does in one profile, and what fate does to it. */
class Sequence {
  told = [];
  /** What a new tab has to show: the last work that was acknowledged, and each that came after it. */
  #states = [];
  #tabs = [];
  #current;

  constructor(world, seed, counts) {
    Object.assign(this, { world, counts });
    this.chance = random(seed);
  }

  async run() {
    this.profile = await this.world.newProfile();
    await this.#open();
    this.#states = [await workOf(this.#current)];
    for (let step = 0; step < STEPS; step++) await this.#step();
    await this.#settle();
    this.#count("sequences");
    for (const tab of this.#tabs) await tab.page.close({ runBeforeUnload: false });
    await this.profile.context.close();
  }

  async #step() {
    const { below } = this.chance;
    const what = below(24);
    if (what < 11) await this.#edit();
    else if (what < 13) await this.#tell("reload", () => this.#reload());
    else if (what < 15) await this.#tell("kill", () => this.#kill(Promise.resolve()));
    else if (what === 15) await this.#tell("kill in an edit", () => this.#killInAnEdit());
    else if (what === 16) await this.#tell("duplicate", () => this.#duplicate());
    else if (what === 17) await this.#tell("turn to another tab", () => this.#turn());
    else if (what < 21) await this.#tell("failing writes", () => this.#fail());
    else if (what < 23) await this.#together();
    else await this.#tell("clock jumps", () => this.#jump());
  }

  async #edit() {
    const attest = this.#current;
    const [name, act] = this.#anEdit();
    await this.#tell(name, async () => {
      await act(attest);
      await this.#look();
    });
  }

  /** One of the things that a person does, by the keyboard from wherever it is. */
  #anEdit() {
    const { below, pick } = this.chance;
    const many = (key, most) => Array(1 + below(most)).fill(key);
    const label = pick(["1", "2", "3", "4"]);
    const goes = [pick(["Control+Home", "Control+End"]), ...many(pick(["Control+ArrowRight", "ArrowDown", "Control+ArrowLeft", "ArrowUp"]), 6)];
    const turns = many(pick(["n", "p"]), 3);
    return pick([
      ["mark", (attest) => attest.press("Escape", ...goes, ...many(pick(["Control+Shift+ArrowRight", "Control+Shift+ArrowLeft"]), 4), label)],
      ["mark", (attest) => attest.press("Escape", ...goes, ...many(pick(["Control+Shift+ArrowRight", "Shift+ArrowDown"]), 3), label)],
      ["undo", (attest) => attest.press(...many("Control+z", 2))],
      ["redo", (attest) => attest.press("Control+y")],
      ["remove", (attest) => attest.press("Escape", ...turns, "Delete")],
      ["relabel", (attest) => attest.press("Escape", ...turns, label)],
      ["move an edge", (attest) => attest.press("Escape", ...turns, pick(["[", "]", "{", "}"]))],
      [
        "note",
        async (attest) => {
          if ((await attest.margin()).length === 0) return;
          await attest.press("Escape", "n", "Enter");
          await eventually(async () => assert.equal((await attest.focused()).id, "note"));
          await attest.type(`${below(90)}`);
          await attest.press("Escape");
        },
      ],
    ]);
  }

  /** Notes what the tab shows, and whether it says that this is saved. */
  async #look() {
    const attest = this.#current;
    await attest.painting();
    const work = await workOf(attest);
    this.#states.push(work);
    const status = await attest.status();
    if (/Saved in this browser/.test(status) || !/Not saved/.test(status)) {
      this.#states = [work];
      this.#count("acknowledged");
    } else {
      this.#count("said not to be saved");
    }
  }

  get #isSaved() {
    return this.#states.length === 1;
  }

  async #reload() {
    const { page } = this.#current;
    const accept = (dialog) => dialog.accept().catch(() => {});
    page.on("dialog", accept);
    await this.#current.reload();
    page.off("dialog", accept);
    await this.#comesBack();
  }

  async #kill(happening) {
    await kill(this.#current, happening);
    this.#tabs.splice(this.#tabs.indexOf(this.#current), 1);
    await this.#open();
    await this.#comesBack();
  }

  /** The edit in flight may be there or not, but nothing that was there before it may be missing. */
  async #killInAnEdit() {
    const attest = this.#current;
    const { below, pick } = this.chance;
    await attest.press("Escape", "Control+Home", ...Array(1 + below(20)).fill("Control+ArrowRight"), "Control+Shift+ArrowRight");
    await attest.painting();
    const had = this.#states;
    const key = pick(["1", "2", "3", "4"]);
    await kill(attest, attest.press(key));
    this.#tabs.splice(this.#tabs.indexOf(attest), 1);
    await this.#open();
    const work = await workOf(this.#current);
    const isKept = ({ margin }) => margin.every((item) => work.margin.includes(item)) && work.margin.length <= margin.length + 1;
    assert.ok(had.some(isKept), `${JSON.stringify(work)} follows none of ${JSON.stringify(had)}`);
    this.#states = [work];
  }

  /** What a tab shows that was opened anew is what was acknowledged, or something that was done since. */
  async #comesBack() {
    const work = await workOf(this.#current);
    const found = this.#states.findLastIndex((state) => JSON.stringify(state) === JSON.stringify(work));
    assert.notEqual(found, -1, `${JSON.stringify(work)} is none of ${JSON.stringify(this.#states)}`);
    this.#states = [work];
  }

  async #duplicate() {
    if (!this.#isSaved || this.#tabs.length === 3) return;
    await this.#open();
    await this.#comesBack();
  }

  async #turn() {
    if (!this.#isSaved) return;
    this.#current = this.chance.pick(this.#tabs);
    await this.#current.toFront();
    await eventually(async () => assert.deepEqual(await workOf(this.#current), this.#states[0]));
  }

  /** Two tabs are worked in at the same moment, neither knowing of the other's work: all of it is there in the end. */
  async #together() {
    if (!this.#isSaved) return;
    if (this.#tabs.length === 1) await this.#duplicate();
    const other = this.chance.pick(this.#tabs.filter((tab) => tab !== this.#current));
    await this.#tell("work in two tabs at once", async () => {
      const both = [this.#current, other];
      for (const { page } of both) await page.evaluate(() => Object.assign(window.fate, { every: 0, room: Infinity }));
      const keys = both.map(() => this.#someMarks());
      await Promise.all(both.map((tab, index) => pressAlone(tab, keys[index])));
      const shown = await Promise.all(both.map((tab) => tab.margin()));
      const here = await eventually(async () => {
        const [here, there] = [await workOf(this.#current), (await other.toFront(), await workOf(other))];
        await this.#current.toFront();
        assert.deepEqual(there, here, "both tabs show the same");
        return here;
      });
      const lost = shown.flat().filter((item) => !here.margin.includes(item));
      assert.deepEqual(lost, [], "what either tab showed is there");
      this.#states = [here];
    });
  }

  /** The keys of up to three marks, from the start of the article. */
  #someMarks() {
    const { below, pick } = this.chance;
    const mark = () => [
      ...["Escape", "Control+Home"],
      ...Array(below(20)).fill("Control+ArrowRight"),
      ...Array(1 + below(3)).fill("Control+Shift+ArrowRight"),
      pick(["1", "2", "3", "4"]),
    ];
    return Array.from({ length: 1 + below(3) }, mark).flat();
  }

  async #fail() {
    const { below, pick } = this.chance;
    const fate = pick([{ every: 1 + below(3) }, { room: below(400) }]);
    await this.#current.page.evaluate((fate) => Object.assign(window.fate, fate), fate);
  }

  async #jump() {
    const late = this.chance.pick([-86_400_000, -3_600_000, -5_000, 90_000, 86_400_000]);
    await this.#current.page.evaluate((late) => (window.fate.late += late), late);
  }

  async #open() {
    this.#current = await this.world.newTab({ profile: this.profile });
    this.#tabs.push(this.#current);
    await this.#current.painting();
  }

  /** The trouble is over: everything is saved, every tab shows the same, and history leads back and forth. */
  async #settle() {
    const attest = this.#current;
    await attest.page.evaluate(() => Object.assign(window.fate, { every: 0, room: Infinity }));
    await attest.press("Escape", "Control+Home", "Control+ArrowRight", "Control+Shift+ArrowRight", "Shift+ArrowDown", "4");
    // Should the same have been marked before, that changed nothing, and saved nothing.
    await attest.press("Control+z", "Control+y");
    await eventually(async () => assert.match(await attest.status(), /Saved in this browser/));
    await attest.painting();
    const work = await workOf(attest);
    assert.deepEqual(quotesOf(await attest.file()), work.margin.length, "the file has what the margin has");
    for (const tab of this.#tabs) {
      await tab.toFront();
      await eventually(async () => assert.deepEqual(await workOf(tab), work));
      await tab.reload();
      await tab.painting();
      assert.deepEqual(await workOf(tab), work, "a reload shows the same");
    }
    await this.#goes(this.#tabs.at(-1), "Undo", "Control+z");
    await this.#goes(this.#tabs.at(-1), "Redo", "Control+y");
    await eventually(async () => assert.deepEqual(await workOf(this.#tabs.at(-1)), work, "undone and done again"));
  }

  /** Presses a key until its button has nothing more to do. */
  async #goes(tab, name, key) {
    for (let count = 0; count < 200; count++) {
      const button = await tab.find("button", name);
      if (await button.evaluate((button) => button.disabled)) return;
      await tab.press(key);
      await tab.painting();
    }
    throw new Error(`${name} comes to no end`);
  }

  async #tell(what, act) {
    this.told.push(what);
    this.#count(what);
    await act();
  }

  #count(what) {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }
}

/** The work as it is seen, once it stays. */
async function workOf(attest) {
  let before = null;
  for (;;) {
    const work = await attest.work();
    if (JSON.stringify(work) === JSON.stringify(before)) return work;
    before = work;
    await attest.frames();
  }
}

/** How many annotations a file has; each quote has to stand where its span says, in code points. */
function quotesOf({ document, annotations }) {
  const characters = [...document.text];
  for (const { spans } of annotations) {
    for (const { start, end, quote } of spans) assert.equal(characters.slice(start, end).join(""), quote);
  }
  return annotations.length;
}
