// The guidelines beside the article: opened at the label in hand, searched, and shown without relying on colour.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { PHONE } from "./support/attest.mjs";
import { assertNoBarrier } from "./support/axe.mjs";
import { fileOf } from "./support/files.mjs";
import { story } from "./support/story.mjs";
import { REPORT } from "./support/texts.mjs";
import { eventually } from "./support/wait.mjs";

const article = REPORT;
const GUIDELINES = readFileSync(new URL("../../guidelines.txt", import.meta.url), "utf8");

const open = async (attest) => {
  await attest.press("F1");
  const guidelines = await attest.find("dialog", "Guidelines");
  await attest.page.waitForSelector(".guide-section");
  return guidelines;
};
const headings = (attest) =>
  attest.read(() => [...document.querySelectorAll(".guide h3[id]")].filter((heading) => heading.checkVisibility()).map((heading) => [...heading.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim()));
/** Whether a section's heading is the first thing below what stays at the top of the screen. */
const isAtTop = (attest, name) =>
  eventually(async () => {
    const place = await attest.read((name) => {
      const heading = [...document.querySelectorAll(".guide h3[id]")].find((heading) => heading.textContent.startsWith(name));
      const list = document.querySelector(".guide-contents").getBoundingClientRect();
      return { has: document.activeElement === heading, gap: heading.getBoundingClientRect().top - list.bottom };
    }, name);
    assert.ok(place.has, `${name} has the keyboard`);
    assert.ok(place.gap > -2 && place.gap < 60, `${name} is at the top: ${place.gap}`);
  });

story("Guidelines", (engine, scenario) => {
  scenario("open by F1 at the label of the pen, and close by Escape", { article }, async (attest) => {
    await attest.tabIntoArticle();
    await attest.press("4");
    assert.equal(await attest.pen(), "Attribution");
    await open(attest);
    await isAtTop(attest, "Attribution");
    assert.deepEqual(await headings(attest), ["Claim", "Figure", "Caption", "Attribution", "Links", "Where these rules come from"]);
    await attest.press("Escape");
    await attest.gone("dialog", "Guidelines");
    assert.equal(await attest.pen(), "Attribution", "the pen is still there");
    assert.equal((await attest.focused()).role, "document", "the keyboard is back");
  });

  scenario("open at the label of the active annotation, and lead to the others", { article }, async (attest) => {
    await attest.mark("2", "200,000 people");
    const guidelines = await open(attest);
    await isAtTop(attest, "Figure");
    await attest.click("button", "Caption", guidelines);
    await isAtTop(attest, "Caption");
    // Work on the article goes on meanwhile.
    await attest.mark("4", "said Konashenkov");
    await eventually(async () => assert.equal((await attest.quotes()).length, 2));
    assert.ok(await attest.peek("dialog", "Guidelines"));
    await attest.press("Escape", "Control+z");
    await eventually(async () => assert.equal((await attest.quotes()).length, 1));
  });

  scenario("show every example with its verdict in a word, and its marks with their names", { article }, async (attest) => {
    await open(attest);
    const shown = await attest.read(() =>
      [...document.querySelectorAll(".guide-examples li")].map((item) => ({
        verdict: item.querySelector(".verdict").textContent.trim(),
        heard: item.querySelector(".guide-words").textContent,
      })),
    );
    const lines = GUIDELINES.split("\n").filter((line) => /^(good|bad|not): /.test(line));
    assert.equal(shown.length, lines.length);
    shown.forEach(({ verdict, heard }, index) => {
      assert.ok(verdict.endsWith(lines[index].split(":")[0]), verdict);
      assert.equal((heard.match(/\((Claim|Figure|Caption|Attribution)(, a part)?: /g) ?? []).length, (lines[index].match(/\[\w/g) ?? []).length);
    });
    const tints = await attest.read(() => {
      const style = (label) => getComputedStyle(document.querySelector(`.guide-words [data-label="${label}"]`));
      return [0, 1].map((label) => [style(label).backgroundColor, style(label).borderBottomStyle].join());
    });
    assert.notEqual(tints[0], tints[1]);
    assert.ok(tints[0].endsWith("solid") && tints[1].endsWith("dashed"), "the line tells labels apart too");
  });

  scenario("are searched by typing", { article }, async (attest) => {
    const guidelines = await open(attest);
    await (await guidelines.$("input")).click();
    await attest.type("figure hedge attribute");
    await eventually(async () => assert.deepEqual(await headings(attest), ["Figure"]));
    const visible = await attest.read(() => [...document.querySelectorAll(".guide li")].filter((item) => item.checkVisibility()).map((item) => item.textContent));
    assert.equal(visible.length, 1);
    assert.match(visible[0], /hedge/);
    await attest.type("zzz");
    await eventually(async () => assert.match(await guidelines.$eval("[role=status]", (status) => status.textContent), /Nothing says that/));
    await attest.click("button", "Claim", guidelines);
    await isAtTop(attest, "Claim");
    assert.equal((await headings(attest)).length, 6, "a section that is chosen ends the search");
  });

  let isAway = true;
  scenario("say when they cannot be loaded, and are tried again", { article, replace: { "guidelines.txt": () => (isAway ? null : GUIDELINES) } }, async (attest) => {
    isAway = true;
    await attest.press("F1");
    const guidelines = await attest.find("dialog", "Guidelines");
    await eventually(async () => assert.match(await guidelines.evaluate((dialog) => dialog.innerText), /could not be loaded\. Check the connection/));
    isAway = false;
    await attest.click("button", "Try again", guidelines);
    await attest.page.waitForSelector(".guide-section");
    // The browser itself reports that the file was not there.
    attest.messages.length = 0;
  });

  scenario("have the label set's own words for labels that they do not know", { article }, async (attest, { profile }) => {
    const labels = [
      { id: "figure", name: "Zahl", key: "z", color: "#a55a00" },
      { id: "doubtful", name: "<b>Doubtful</b>", key: "d", color: "#1d5fbf", description: "What nobody <i>can</i> know." },
      { id: "silent", name: "Silent", key: "q", color: "#1c7a46" },
    ];
    const file = { format: "attest", version: 1, document: { text: "A title\nA text." }, labels, annotations: [] };
    await attest.openFiles(await fileOf(profile, "own.attest.json", JSON.stringify(file)));
    await eventually(async () => assert.deepEqual(await attest.blocks(), ["A title", "A text."]));
    await open(attest);
    assert.deepEqual(await headings(attest), ["Zahl", "<b>Doubtful</b>", "Links", "Where these rules come from"]);
    const text = await attest.read(() => document.querySelector(".guide").innerText);
    assert.ok(text.includes("What nobody <i>can</i> know."));
    assert.ok(text.includes("a numeric quantity"), "a renamed label keeps its section");
    assert.ok(!text.includes("A heron waits"), "labels that are not in the set are left out");
  });

  for (const [where, viewport] of Object.entries({ "on a wide screen": undefined, "on a phone": PHONE })) {
    scenario(`have no barrier and stick out nowhere ${where}`, { article, viewport }, async (attest) => {
      await attest.tabIntoArticle();
      await attest.press("2");
      await open(attest);
      await assertNoBarrier(attest, "light");
      const excess = await attest.read(() => {
        const dialog = document.querySelector(".annex[open]");
        return [dialog.scrollWidth - dialog.clientWidth, document.documentElement.scrollWidth - innerWidth, dialog.getBoundingClientRect().bottom - innerHeight];
      });
      assert.ok(excess.every((pixels) => pixels <= 0), String(excess));
      await attest.press("Escape");
      await attest.click("button", "Theme: as the system");
      await attest.press("F1");
      await attest.page.waitForSelector(".guide-section");
      await assertNoBarrier(attest, "dark");
    });
  }
});
