// No state of the page has a barrier that axe can find; names are what the engines compute; colours have contrast.

import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { LAPTOP, PHONE } from "./support/attest.mjs";
import { assertNoBarrier } from "./support/axe.mjs";
import { fileOf } from "./support/files.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;
/** Marks something of each label, one within another, and leaves the keyboard in the article. */
async function annotate(attest) {
  for (const [index, [key, quote]] of [
    ["1", "Prices rose by 30% in 2017"],
    ["2", "30%"],
    ["4", "said Konashenkov"],
    ["3", "A woman waves a flag in Raqqa, Syria. /Reuters Photo"],
  ].entries()) {
    await attest.drag(quote);
    await eventually(async () => assert.ok((await attest.selection()).length > 0));
    await attest.press(key);
    await eventually(async () => assert.equal((await attest.quotes()).length, index + 1));
  }
}

const toDark = async (attest) => {
  await attest.click("button", "Theme: as the system");
  await attest.find("button", "Theme: dark");
};

const views = {
  "on a wide screen": { viewport: LAPTOP },
  "in the dark": { viewport: LAPTOP, prepare: toDark },
  // A wide screen at 200 %: half as many pixels of the page's own, each twice as large.
  "at 200 %": { viewport: { width: LAPTOP.width / 2, height: LAPTOP.height / 2, deviceScaleFactor: 2 } },
  "on a phone": { viewport: PHONE },
  "on a phone in the dark": { viewport: PHONE, prepare: toDark },
};

story("Accessibility", (engine, scenario) => {
  for (const [where, { viewport, prepare = () => {} }] of Object.entries(views)) {
    scenario(`axe finds no barrier in any state ${where}`, { article, viewport }, async (attest, { profile }) => {
      await prepare(attest);
      await assertNoBarrier(attest, "without annotations");

      await annotate(attest);
      await assertNoBarrier(attest, "annotated, with the inspector open");
      await attest.press("l", "p", "Enter", "e");
      await eventually(async () => assert.equal((await attest.focused()).id, "attribute-0"));
      await assertNoBarrier(attest, "linking, with the details open");
      await attest.press("Escape");
      if (viewport === PHONE) {
        await attest.click("button", "2 annotations");
        await assertNoBarrier(attest, "unfolded");
      }

      await attest.drag("1,200 families");
      await eventually(async () => assert.ok((await attest.selection()).length > 0));
      await assertNoBarrier(attest, "with a selection and the palette");
      await attest.press("Escape", "Escape", "Escape");

      await attest.click("button", "Claim", await attest.pens());
      await assertNoBarrier(attest, "with a pen");
      await attest.press("Escape");

      await attest.showArticles();
      await assertNoBarrier(attest, "the list of articles");
      await attest.press("Escape");
      await attest.gone("dialog", "Articles");

      await attest.press("Shift+?");
      await attest.find("dialog", "Keys and help");
      await assertNoBarrier(attest, "the help");
      await attest.press("Escape");
      await attest.gone("dialog", "Keys and help");

      const lost = { id: "a-1", label: "claim", spans: [{ start: 0, end: 4, quote: "gone" }] };
      const file = { format: "attest", version: 1, document: { text: "Title\nText." }, annotations: [lost] };
      await attest.openFiles(await fileOf(profile, "notes.attest.json", JSON.stringify(file)));
      await attest.click("button", "Show", await attest.page.waitForSelector(".messages"));
      await attest.find("dialog", "What did not fit");
      await assertNoBarrier(attest, "what did not fit");
    });
  }

  scenario("no article: axe finds no barrier, and the page says what to do", { replace: { "article.txt": null }, waits: false }, async (attest) => {
    await attest.find("dialog", "Articles");
    await assertNoBarrier(attest, "no article, list open");
    await attest.press("Escape");
    await attest.gone("dialog", "Articles");
    assert.match(await attest.page.evaluate(() => document.body.innerText), /No article is open/);
    await assertNoBarrier(attest, "no article");
    await attest.paste("A headline\nand a text.");
    await eventually(async () => assert.deepEqual(await attest.blocks(), ["A headline", "and a text."]));
    // The browser itself reports that the site has no article.
    attest.messages.length = 0;
  });

  scenario("the engine names things as people are told they are named", { article }, async (attest) => {
    await attest.mark("2", "200,000 people");
    const named = {
      document: ["Article: Ministry counts the returned"],
      button: ["Figure: 200,000 people", "Download", "Undo", "Keys and help"],
      complementary: ["Active annotation"],
      textbox: ["Note"],
      heading: ["Ministry counts the returned"],
    };
    for (const [role, names] of Object.entries(named)) {
      for (const name of names) assert.ok(await attest.page.$(`aria/${name}[role="${role}"]`), `${role} "${name}"`);
    }
  });

  scenario("screen readers are told what happened", { article }, async (attest) => {
    const told = (pattern) => eventually(async () => assert.match(await attest.said(), pattern));
    await attest.mark("2", "200,000 people");
    await told(/^Figure added: 200,000 people$/);
    await attest.press("1");
    await told(/Claim: 200,000 people/);
    await attest.press("Shift+}");
    await told(/200,000 people had/);
    await attest.press("Control+z");
    await told(/Undone/);
    await attest.press("Control+y");
    await told(/again/);
    await attest.press("n");
    await told(/Claim: 200,000 people had, 1 of 1/);
    const live = await attest.page.$$eval("[aria-live], [role=log], [role=status]", (regions) => regions.length);
    assert.ok(live >= 2);
  });

  scenario("nothing scrolls sideways and nothing is cut off at 200 % and 400 %", { article }, async (attest) => {
    await annotate(attest);
    for (const zoom of [2, 4]) {
      // What zooming does: fewer CSS pixels, each of them larger.
      await attest.page.setViewport({ width: 1280 / zoom, height: 1024 / zoom, deviceScaleFactor: zoom });
      const excess = () => attest.page.evaluate(() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth);
      await eventually(async () => assert.ok((await excess()) <= 0, `${await excess()} px too wide at ${zoom}00 %`));
      assert.ok(await attest.find("button", "Download"));
    }
  });

  scenario("reduced motion is respected", { article, engine: "chromium", prepare: (page) => page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]) }, async (attest) => {
    await attest.tabIntoArticle();
    await attest.mark("2", "200,000 people");
    const moving = await attest.page.evaluate(() =>
      [...document.querySelectorAll("*")].filter((element) => {
        const { animationName, transitionDuration } = getComputedStyle(element);
        return animationName !== "none" || !/^0s(, 0s)*$/.test(transitionDuration);
      }).map((element) => element.className),
    );
    assert.deepEqual(moving, []);
  });

  for (const theme of ["light", "dark"]) {
    scenario(`text on tints has the contrast of level AA, ${theme}`, { article }, async (attest) => {
      if (theme === "dark") await toDark(attest);
      await annotate(attest);
      await attest.mark("4", "by 30% in 2017, about");
      await attest.page.mouse.move(5, 450);
      for (const state of ["active", "at rest"]) {
        for (const quote of ["30%", "Prices", "said Konashenkov", "waves", "about"]) {
          const { boxes } = await attest.place(quote);
          const ratio = await contrast(attest, boxes[0]);
          assert.ok(ratio >= 4.5, `"${quote}" has ${ratio.toFixed(2)} : 1 ${state}`);
        }
        await attest.press("Escape");
      }
    });
  }
});

/** The contrast between the darkest and the commonest colour of a box on the screen. */
async function contrast(attest, { left, top, right, bottom }) {
  const clip = { x: left, y: top, width: right - left, height: bottom - top };
  const pixels = pixelsOf(Buffer.from(await attest.page.screenshot({ clip })));
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const ground = [...counts].reduce((a, b) => (a[1] >= b[1] ? a : b))[0];
  const ratio = (pixel) => {
    const [light, dark] = [luminance(pixel), luminance(ground)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  return Math.max(...[...counts.keys()].map(ratio));
}

function luminance(pixel) {
  const [red, green, blue] = [pixel >> 16, (pixel >> 8) & 255, pixel & 255].map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The pixels of a PNG of 8 bits a channel, as 0xRRGGBB. */
function pixelsOf(png) {
  const parts = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height, channels] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const data = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const rows = Buffer.alloc(stride * height);
  const pixels = [];
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? rows[y * stride + x - channels] : 0;
      const up = y > 0 ? rows[(y - 1) * stride + x] : 0;
      const corner = x >= channels && y > 0 ? rows[(y - 1) * stride + x - channels] : 0;
      rows[y * stride + x] = data[y * (stride + 1) + 1 + x] + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
    }
    for (let x = 0; x < stride; x += channels) pixels.push(rows.readUIntBE(y * stride + x, 3));
  }
  return pixels;
}

function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
