// Tells which functions the main job runs, and writes the rest to script/later.txt. script/profile runs it on a build that
// tells of itself (script/split.mjs).
//
// The main job: an article is there; spans of it are marked by mouse, by keyboard and by finger, relabelled, moved at their
// edges, given a note, removed, undone and redone; all of it is there after a reload; the annotation file is downloaded.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Attest, LAPTOP, PHONE } from "../tests/e2e/support/attest.mjs";
import { launch } from "../tests/e2e/support/browser.mjs";
import { serveSite } from "../tests/e2e/support/site.mjs";
import { REPORT } from "../tests/e2e/support/texts.mjs";

const HEAD = `# Functions that the main job does not run, and that are loaded once it can begin: one path a line.
# Made by script/profile. What is not listed is in the first load.
`;

const seen = new Map();
const pause = (attest, time) => attest.page.evaluate((time) => new Promise((done) => setTimeout(done, time)), time);

/** Takes in what a page has run until now, and what it runs when it is left: then nothing more can be loaded. */
async function collect(attest) {
  await attest.page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true });
    const leave = () => {
      document.dispatchEvent(new Event("visibilitychange"));
      for (const name of ["beforeunload", "pagehide"]) dispatchEvent(new Event(name, { cancelable: true }));
    };
    leave();
    // With work that the storage has refused.
    Storage.prototype.setItem = () => {
      throw new DOMException("", "SecurityError");
    };
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true }));
    leave();
  });
  for (const [name, isRun] of await attest.page.evaluate(() => globalThis.profile)) seen.set(name, (seen.get(name) ?? 0) || isRun);
}

async function atTheDesk(attest) {
  await pause(attest, 2500);
  await attest.mark("2", "200,000 people");
  await attest.drag("45,000 remained");
  await attest.click("button", "Claim", await attest.palette());
  await pause(attest, 300);
  await attest.clickText("200,000 people");
  await pause(attest, 300);
  await attest.press("1", "n", "p", "]", "[", "}", "{", "Alt+}", "Enter");
  await pause(attest, 300);
  await attest.type("From the ministry");
  await attest.press("Escape");
  await pause(attest, 300);
  const [from, to] = [await attest.handle(1), await attest.place("lived")];
  await attest.dragBetween(from, to.end);
  await pause(attest, 300);
  await attest.press("Control+z", "Control+z", "Control+Shift+z", "Control+y", "Escape");
  // The pen, by mouse.
  await attest.click("button", "Attribution", await attest.pens());
  await attest.drag("the ministry said on Sunday");
  await pause(attest, 200);
  await attest.press("Escape", "Escape");
  // The keyboard alone, in every step of the caret.
  await attest.press("Control+Home", "ArrowDown", "Control+ArrowRight", "Shift+Control+ArrowRight", "Shift+ArrowRight", "3");
  await attest.press("Home", "End", "ArrowLeft", "ArrowRight", "ArrowUp", "Alt+ArrowRight", "Control+ArrowDown", "Control+ArrowLeft");
  await attest.press("Shift+Alt+ArrowRight", "1", "Delete", "Control+z", "Control+End", "Shift+Control+Home", "Escape");
  await attest.mark("1", "has inherited the fate of Dresden");
  await attest.mark("4", "fate of Dresden");
  await attest.clickText("fate of Dresden");
  await attest.clickText("fate of Dresden");
  await attest.pointAt("A woman waves");
  await attest.mark("3", "A woman waves a flag in Raqqa, Syria. /Reuters Photo");
  await attest.click("button", "Remove", await attest.inspector());
  await attest.press("Control+z");
  const [inMargin] = await attest.page.$$("[data-margin] li button");
  await inMargin.click();
  await pause(attest, 200);
  await attest.press("Escape");
  await attest.page.mouse.wheel({ deltaY: 3000 });
  await pause(attest, 300);
  await attest.download();
  await collect(attest);
  await attest.reload();
  await pause(attest, 2500);
  await attest.press("Control+z", "Control+Shift+z");
  await attest.mark("2", "30%");
  await pause(attest, 500);
  await collect(attest);
  await attest.page.goto("about:blank");
}

async function inTheHand(attest) {
  await pause(attest, 1500);
  await attest.page.evaluate(() => {
    const line = document.querySelector('[data-block="1"]').firstChild;
    getSelection().setBaseAndExtent(line, 20, line, 34);
  });
  await pause(attest, 800);
  await (await attest.find("button", "Figure", await attest.pens())).tap();
  const { middle } = await attest.place("200,000 people");
  await attest.page.touchscreen.tap(middle.x, middle.y);
  await pause(attest, 500);
  await collect(attest);
}

const browser = await launch("chromium");
const folder = await mkdtemp(path.join(tmpdir(), "attest-profile-"));
const site = await serveSite({ article: REPORT });
try {
  const context = await browser.createBrowserContext({ downloadBehavior: { policy: "allow", downloadPath: folder } });
  const open = async (viewport = LAPTOP) => {
    const attest = await Attest.open({ engine: "chromium", site, context, downloads: folder, viewport });
    // Whether to leave with work that is not saved.
    attest.page.on("dialog", (dialog) => dialog.accept());
    return attest;
  };
  await atTheDesk(await open());
  await inTheHand(await open({ ...PHONE, isMobile: true, hasTouch: true }));
  const later = [...seen].filter(([name, isRun]) => !isRun && !/^\d+$/.test(name)).map(([name]) => name);
  await writeFile("script/later.txt", HEAD + later.sort().join("\n") + "\n");
  console.log(`${seen.size - later.length} functions are run by the main job; ${later.length} come later`);
} finally {
  await browser.close();
  await site.close();
  await rm(folder, { recursive: true, force: true });
}
