// For people who enlarge the page, or choose its colours: 400 %, forced colours, more contrast. All by keyboard.

import assert from "node:assert/strict";
import { select } from "./support/caret.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;

/** A window of 1280 by 1024 pixels at 400 %. */
const ENLARGED = { width: 320, height: 256, deviceScaleFactor: 4 };

/** The least size of a target, in CSS pixels (WCAG 2.5.8). */
const TARGET = 24;

/**
 * What is wrong with the page as it is: wider than the window; a control that sticks out, or is too small; the keyboard where
 * nothing of it is seen. The article has the keyboard at its caret.
 */
const troubles = (attest) =>
  attest.read((least) => {
    const found = [];
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth > width) found.push(`${document.scrollingElement.scrollWidth} pixels wide`);
    const inFront = document.querySelector("dialog[open]") ?? document;
    for (const control of inFront.querySelectorAll("button, a[href], input, select, textarea")) {
      // A check box is pressed by its words too.
      const target = control.type === "checkbox" ? control.labels[0] : control;
      const { left, right, width: wide, height } = target.getBoundingClientRect();
      if (!control.checkVisibility({ visibilityProperty: true }) || wide <= 1) continue;
      const name = control.getAttribute("aria-label") ?? (target.textContent.trim() || control.id);
      if (wide < least || height < least) found.push(`"${name}" is ${wide} by ${height}`);
      if (left < -1 || right > width + 1) found.push(`"${name}" reaches from ${left} to ${right}`);
    }
    const focus = document.activeElement;
    const isText = focus.matches("article");
    const { left, top, width: wide, height } = (isText ? document.querySelector(".caret") : focus).getBoundingClientRect();
    const isSeen = (x, y) => {
      const hit = document.elementFromPoint(x, y);
      // The active annotation's edges lie over the article, and its caret may be at one of them.
      return hit !== null && (focus.contains(hit) || (isText && hit.closest(".overlay") !== null));
    };
    const steps = [0.1, 0.3, 0.5, 0.7, 0.9];
    const seen = steps.flatMap((x) => steps.filter((y) => isSeen(left + wide * x, top + height * y))).length;
    // The caret whole, controls at least in part (WCAG 2.4.11): a field may be higher than the room that there is.
    if (seen < (isText ? 25 : 8)) found.push(`the keyboard is hidden, in ${focus.outerHTML.slice(0, 60)} at ${left}, ${top}`);
    return found;
  }, TARGET);

const isFine = (attest, step) =>
  eventually(async () => {
    await attest.painting();
    assert.deepEqual(await troubles(attest), [], step);
  }, 4_000);

const goesTo = (attest, id) => eventually(async () => assert.equal((await attest.focused()).id, id));

/** Goes on by Tab until the keyboard is back in the article or leaves the page, and looks at each stop. */
async function tabThrough(attest, step) {
  for (let count = 1; count < 40; count++) {
    await attest.press("Tab");
    const { role, name } = await attest.focused();
    if (role === "body" || role === "document") return count;
    await isFine(attest, `${step}, at ${role} "${name}"`);
  }
  throw new Error("Tab leads nowhere");
}

/** Marks one of each label, so that the last one is active. */
async function annotate(attest) {
  const blocks = await attest.blocks();
  for (const [key, quote] of [["1", "Prices rose by 30% in 2017"], ["2", "200,000 people"], ["4", "said Konashenkov"], ["3", "A woman waves a flag"]]) {
    await attest.press("Escape", "Escape", "Control+Home");
    await select(attest, blocks, quote);
    await attest.press(key);
    await isFine(attest, `marked ${quote}`);
  }
}

const forced = (scheme) => (page) => media(page, [["forced-colors", "active"], ["prefers-color-scheme", scheme]]);

async function media(page, features) {
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", { features: features.map(([name, value]) => ({ name, value })) });
}

story("Low vision", (engine, scenario) => {
  // Not in Firefox: without a screen it does not always make the page active, and then shows no caret.
  scenario("at 400 % the keyboard is never hidden, and nothing needs scrolling sideways", { article, viewport: ENLARGED, engine: "chromium" }, async (attest) => {
    await isFine(attest, "opened");
    await annotate(attest);

    // Walking, and the keyboard's way through all that there is.
    for (const key of ["n", "n", "p", "p", "p"]) {
      await attest.press(key);
      await isFine(attest, `walked by ${key}`);
    }
    assert.ok((await tabThrough(attest, "with an active annotation")) > 5);
    await attest.tabIntoArticle();
    await attest.press("Enter");
    await goesTo(attest, "note");
    await attest.type("A note of some length, to be read again in the list below the block.");
    await isFine(attest, "writing a note");
    await attest.press("Escape", "e");
    await goesTo(attest, "attribute-0");
    assert.ok((await tabThrough(attest, "in the details")) > 3);
    await attest.tabIntoArticle();
    await attest.press("Escape");

    // The caret, to the end and line by line back to the start.
    await attest.press("Escape", "Control+End");
    await isFine(attest, "at the end");
    for (let count = 0; count < 60; count++) {
      await attest.press("ArrowUp");
      if (count % 6 === 5) await isFine(attest, `${count + 1} lines up`);
    }
    assert.deepEqual((await attest.caret()).block, 0);

    await attest.press("Control+f");
    await goesTo(attest, "find");
    await attest.type("Raqqa");
    await isFine(attest, "finding");
    assert.ok((await tabThrough(attest, "finding")) > 5);
    await attest.press("Control+f", "Escape", "n");
    await isFine(attest, "at the next hit");
    await attest.press("Escape", "Escape", "s");
    await attest.page.waitForSelector('.hits[aria-label="Suggestions"]');
    await isFine(attest, "suggestions");
    await attest.press("n", "n");
    await isFine(attest, "at a further suggestion");
    await attest.press("Escape", "1");
    await isFine(attest, "with a pen");
    await attest.press("Escape", "Control+o");
    await attest.find("dialog", "Articles");
    for (let count = 0; count < 6; count++) {
      await attest.press("Tab");
      await isFine(attest, `the list of articles, Tab ${count + 1}`);
    }
    await attest.press("Escape");
    await attest.gone("dialog", "Articles");
    await attest.press("Shift+?");
    await attest.find("dialog", "Keys and help");
    await isFine(attest, "the help");
    await attest.press("Tab");
    await isFine(attest, "the help's setting");
  });

  scenario("the caret stays at its place when lists fold, unfold or come and go", { article, viewport: ENLARGED, engine: "chromium" }, async (attest) => {
    const blocks = await attest.blocks();
    await select(attest, blocks, "200,000 people");
    await attest.press("2", "Escape", "Escape", "Control+End", "Home");
    const off = () =>
      attest.read(() => {
        const range = new Range();
        const { focusNode, focusOffset } = getSelection();
        range.setStart(focusNode, focusOffset);
        range.setEnd(focusNode, focusOffset + 1);
        const [letter, caret] = [range, document.querySelector(".caret")].map((one) => one.getBoundingClientRect());
        return Math.abs((letter.top + letter.bottom) / 2 - (caret.top + caret.bottom) / 2);
      });
    const isAtItsPlace = (step) => eventually(async () => assert.ok((await off()) < 6, `${await off()} pixels off, ${step}`), 3_000);
    await isAtItsPlace("at the end of the article");
    await attest.press("Control+Home", "Control+ArrowDown", "Control+ArrowDown", "Shift+Tab");
    await attest.tabIntoArticle();
    await attest.page.$eval(".fold", (fold) => fold.click());
    await isAtItsPlace("unfolded");
    await attest.page.setViewport({ ...ENLARGED, width: 400 });
    await isAtItsPlace("in a wider window");
    await attest.press("Control+z");
    await isAtItsPlace("undone");
  });

  for (const width of [769, 850, 1024]) {
    scenario(`nothing sticks out of a window ${width} pixels wide`, { article, viewport: { width, height: 700 }, engine: "chromium" }, async (attest) => {
      await attest.mark("2", "200,000 people");
      await attest.pens();
      await isFine(attest, "with an active annotation");
      const { width: articles } = await (await attest.page.$(".brand")).boundingBox();
      assert.ok(articles >= 24, `the button of the list of articles is ${articles} pixels wide`);
    });
  }

  for (const width of [320, 390, 1280]) {
    scenario(`letters, words and lines can be set wider apart, ${width} pixels wide`, { article, viewport: { width, height: 800 }, engine: "chromium" }, async (attest) => {
      await attest.read(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }");
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        return true;
      });
      await attest.markOnPhone("2", "200,000 people");
      await attest.inspector();
      const excess = () =>
        attest.read(() => [document.scrollingElement, document.querySelector(".inspector")].map((one) => one.scrollWidth - one.clientWidth));
      await eventually(async () => assert.deepEqual(await excess(), [0, 0]));
      for (const [key, name] of [["Control+o", "Articles"], ["Shift+?", "Keys and help"]]) {
        await attest.press(key);
        const dialog = await attest.find("dialog", name);
        assert.ok((await dialog.evaluate((one) => one.scrollWidth - one.clientWidth)) <= 0, `${name} fits`);
        await attest.press("Escape");
        await attest.gone("dialog", name);
      }
    });
  }

  for (const scheme of ["light", "dark"]) {
    scenario(`with forced colours, ${scheme}, lines tell the labels apart and what is active stands out`, { article, engine: "chromium", prepare: forced(scheme) }, async (attest) => {
      await attest.tabIntoArticle();
      await annotate(attest);
      const styles = await attest.read(() => {
        const system = (name) => {
          const probe = document.body.appendChild(document.createElement("i"));
          probe.className = "probe";
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`.probe { background-color: ${name}; forced-color-adjust: none; }`);
          const before = document.adoptedStyleSheets;
          document.adoptedStyleSheets = [...before, sheet];
          const { backgroundColor } = getComputedStyle(probe);
          document.adoptedStyleSheets = before;
          probe.remove();
          return backgroundColor;
        };
        const line = document.querySelector("[data-block]");
        const of = (highlight) => getComputedStyle(line, `::highlight(${highlight})`);
        return {
          text: system("CanvasText"),
          ground: system("Highlight"),
          labels: [...CSS.highlights.keys()].filter((name) => name.endsWith("-0")).map((name) => [name, of(name).textDecorationStyle, of(name).textDecorationColor]),
          active: of("attest-selected").backgroundColor,
          caret: getComputedStyle(document.querySelector(".caret")).backgroundColor,
          handle: getComputedStyle(document.querySelector(".handle")).backgroundColor,
          pressed: getComputedStyle(document.querySelector('.relabel [aria-pressed="true"]')).borderTopColor,
          current: getComputedStyle(document.querySelector(".item[aria-current]")).borderTopColor,
          focus: getComputedStyle(document.activeElement).outlineStyle,
        };
      });
      const lines = Object.fromEntries(styles.labels.map(([name, style]) => [name.replace(/^attest-label-(.*)-0$/, "$1"), style]));
      assert.deepEqual(lines, { claim: "solid", figure: "dashed", caption: "dotted", attribution: "double" });
      assert.ok(styles.labels.every(([, , color]) => color === styles.text), `the lines have the text's colour: ${styles.labels}`);
      assert.equal(styles.active, styles.ground, "the active annotation is as if selected");
      assert.deepEqual([styles.caret, styles.handle], [styles.text, styles.text], "the caret and the edges are seen");
      assert.deepEqual([styles.pressed, styles.current], [styles.ground, styles.ground], "what is pressed and what is current are framed");
      assert.equal(styles.focus, "solid");
      // What is on is not lost among the colours: a pen, and the keyboard on a button.
      await attest.press("Escape", "Escape", "1");
      const pen = await attest.page.$eval('.pens [aria-pressed="true"]', (button) => getComputedStyle(button).borderTopColor);
      assert.equal(pen, styles.ground);
      await attest.press("Escape", "Shift+Tab");
      const outline = await attest.read(() => getComputedStyle(document.activeElement).outline);
      assert.match(outline, /solid 3px|3px solid/);
    });
  }

  for (const scheme of ["light", "dark"]) {
    const prepare = (page) => media(page, [["prefers-contrast", "more"], ["prefers-color-scheme", scheme]]);
    scenario(`lines, frames and the focus stand out by 3 : 1, ${scheme}`, { article, engine: "chromium", prepare }, async (attest) => {
      await attest.tabIntoArticle();
      await annotate(attest);
      const ratios = await attest.read(() => {
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const luminance = (color) => {
          canvas.clearRect(0, 0, 1, 1);
          canvas.fillStyle = color;
          canvas.fillRect(0, 0, 1, 1);
          const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
            const value = part / 255;
            return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const ratio = (one, other) => {
          const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
          return Math.round(((light + 0.05) / (dark + 0.05)) * 100) / 100;
        };
        const style = (selector, pseudo) => getComputedStyle(document.querySelector(selector), pseudo);
        const paper = style(".sheet").backgroundColor;
        const lines = [...CSS.highlights.keys()]
          .filter((name) => /^attest-label-.*-0$/.test(name))
          .map((name) => [name, ratio(style("[data-block]", `::highlight(${name})`).textDecorationColor, paper)]);
        const framed = [".pens .label", "#note"].map((selector) => [selector, ratio(style(selector).borderTopColor, style(selector).backgroundColor)]);
        const focus = ["the focus", ratio(style("article:focus").outlineColor, style("html").backgroundColor)];
        const caret = ["the caret", ratio(style(".caret").backgroundColor, paper)];
        const icon = ["an icon", ratio(style(".tools .icon").stroke, style(".top").backgroundColor)];
        return [...lines, ...framed, focus, caret, icon];
      });
      assert.equal(ratios.length, 9, "four lines, two frames, the focus, the caret, an icon");
      assert.deepEqual(ratios.filter(([, ratio]) => !(ratio >= 3)), []);
    });
  }
});
