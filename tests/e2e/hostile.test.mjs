// Text is shown as text, wherever it comes from: it never becomes markup, style, script or a request.

import assert from "node:assert/strict";
import { fileOf } from "./support/files.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

const IMAGE = `<img src=x onerror="window.hacked='image'">`;
const SCRIPT = `</title></script><script>window.hacked='script'</script>`;
const article = `${IMAGE} ${SCRIPT}\nA paragraph ${IMAGE} with “${SCRIPT}” &amp; &lt;b&gt; entities.\n{{constructor}} \${7*7} javascript:alert(1) %s\n`;

/** Nothing of what was written became more than text. */
async function assertHarmless(attest) {
  const found = await attest.page.evaluate(() => ({
    hacked: window.hacked ?? null,
    images: document.images.length,
    scripts: document.querySelectorAll("body script").length,
    handlers: document.querySelectorAll("[onerror], [onload], [onclick]").length,
    styles: document.querySelectorAll("style").length,
  }));
  assert.deepEqual(found, { hacked: null, images: 0, scripts: 0, handlers: 0, styles: 0 });
  assert.ok(!attest.requests.some((url) => /\/x$|evil/.test(url)), "nothing is asked for");
}

story("Hostile text", (engine, scenario) => {
  scenario("in the article, its title and a note", { article }, async (attest) => {
    assert.deepEqual(await attest.blocks(), article.trim().split("\n"));
    assert.ok((await attest.page.title()).startsWith(IMAGE));
    await attest.mark("1", IMAGE, { nth: 1, with: "Alt" });
    await attest.press("Enter");
    await eventually(async () => assert.equal((await attest.focused()).id, "note"));
    await attest.type(`${IMAGE}${SCRIPT}`);
    await attest.press("Escape");
    await eventually(async () => assert.ok((await attest.margin())[0].includes(IMAGE)));
    const inspector = await attest.inspector();
    assert.ok((await inspector.evaluate((aside) => aside.textContent)).includes("<img src=x"));
    await attest.press("Delete");
    await eventually(async () => assert.ok((await attest.message()).includes("<img src=x")));
    await attest.press("Control+z");
    await attest.showArticles();
    await eventually(async () => {
      const titles = await attest.page.$$eval(".card-title", (titles) => titles.map((title) => title.textContent));
      assert.ok(titles[0].startsWith(IMAGE));
    });
    await attest.press("Escape");
    await assertHarmless(attest);
    const { annotations } = await attest.file();
    assert.equal(annotations[0].note, `${IMAGE}${SCRIPT}`);
    await attest.reload();
    await assertHarmless(attest);
  });

  scenario("in a file's name", { article: "Title\nText." }, async (attest, { profile }) => {
    const name = "<img src=x onerror=window.hacked=1>.txt";
    await attest.openFiles(await fileOf(profile, name, "Another headline\nwith text."));
    await eventually(async () => assert.equal((await attest.blocks())[0], "Another headline"));
    assert.equal((await attest.file()).document.source, name);
    await attest.openFiles(await fileOf(profile, name.replace("txt", "png"), Buffer.from([0, 1, 2, 3])));
    await eventually(async () => assert.ok((await attest.message()).includes("<img src=x onerror=window.hacked=1>.png")));
    await assertHarmless(attest);
  });

  scenario("in an annotation file: labels, keys, colours, identifiers, attributes, notes", { article: "Title\nText." }, async (attest, { profile }) => {
    const text = "Headline\nA paragraph with words.\n";
    const span = (start, quote) => ({ start, end: start + quote.length, quote });
    const evil = `"]{}</style>${IMAGE}`;
    const file = {
      format: "attest",
      version: 1,
      document: { id: evil, title: IMAGE, text, source: SCRIPT, __proto__: null },
      labels: [
        { id: evil, name: IMAGE, key: "1", color: "#00ff00", description: SCRIPT },
        { id: "b", name: `B${SCRIPT}`, key: "2", color: "red; background: url(https://evil.example/x)", description: "" },
        { id: "c){}*{display:none}", name: "C", key: "<", color: "#123456;}body{display:none}" },
      ],
      annotations: [
        { id: evil, label: evil, spans: [span(0, "Headline")], note: IMAGE, attributes: { [IMAGE]: SCRIPT }, origin: SCRIPT },
        { id: "b", label: "b", spans: [span(11, "paragraph")], origin: "human" },
        { id: "c", label: "c){}*{display:none}", spans: [span(26, "words")], origin: "human" },
        { id: "gone", label: "none", spans: [span(0, IMAGE)], origin: "human" },
      ],
      links: [{ id: evil, type: IMAGE, from: evil, to: "b" }],
    };
    await attest.openFiles(await fileOf(profile, "evil.attest.json", JSON.stringify(file)));
    await eventually(async () => assert.deepEqual(await attest.blocks(), ["Headline", "A paragraph with words."]));
    await eventually(async () => assert.equal((await attest.marks()).length, 3));
    const names = await attest.margin();
    assert.ok(names[0].startsWith(`${IMAGE}: Headline. Note: ${IMAGE}`), names[0]);
    assert.ok(names[1].startsWith(`B${SCRIPT}: paragraph`), names[1]);
    assert.ok(await attest.page.$eval("[data-block]", (line) => line.checkVisibility()), "no style was smuggled in");
    const background = await attest.page.evaluate(() =>
      [...document.querySelectorAll("*")].some((element) => getComputedStyle(element).backgroundImage.includes("evil")),
    );
    assert.equal(background, false);

    await attest.clickText("paragraph");
    await attest.inspector();
    await attest.press("1");
    await eventually(async () => assert.ok((await attest.margin())[1].startsWith(`${IMAGE}: paragraph`)));
    await attest.press("Shift+?");
    await attest.find("dialog", "Keys and help");
    await attest.press("Escape");
    await attest.gone("dialog", "Keys and help");
    await assertHarmless(attest);
    await attest.reload();
    assert.equal((await attest.marks()).length, 3);
    await assertHarmless(attest);
  });

  scenario("in the storage", { article: "Title\nText." }, async (attest) => {
    await attest.page.evaluate((image) => {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith("attest/snapshot/")) localStorage.setItem(key, image);
      }
      localStorage.setItem(`attest/aside/2026-01-01T00:00:00Z/${image}`, image);
    }, IMAGE);
    await attest.reload();
    await eventually(async () => assert.match(await attest.message(), /could not be read/));
    await attest.click("button", "Unreadable data set aside");
    const dialog = await attest.find("dialog", "What did not fit");
    assert.ok((await dialog.evaluate((element) => element.textContent)).includes(IMAGE));
    await assertHarmless(attest);
  });

  scenario("a string becomes neither markup nor a script's address, but for a page that is read and the site's own workers", { article: "Title\nText." }, async (attest, { profile }) => {
    const isEnforced = await attest.page.evaluate(() => "trustedTypes" in window);
    assert.ok(isEnforced || engine !== "chromium");
    const outcomes = () =>
      attest.page.evaluate((image) => {
        const outcome = (attempt) => {
          try {
            attempt();
            return "allowed";
          } catch (error) {
            return error.name;
          }
        };
        const make = (name) => document.createElement(name);
        return {
          innerHTML: outcome(() => (make("p").innerHTML = image)),
          insertAdjacentHTML: outcome(() => make("p").insertAdjacentHTML("beforeend", image)),
          write: outcome(() => document.write(image)),
          fragment: outcome(() => new Range().createContextualFragment(image)),
          scriptAddress: outcome(() => (make("script").src = "boot.js")),
          scriptText: outcome(() => (make("script").text = "window.hacked = 1")),
          policy: outcome(() => window.trustedTypes.createPolicy("other", { createHTML: (text) => text })),
          secondPolicy: outcome(() => window.trustedTypes.createPolicy("default", { createHTML: (text) => text })),
          reading: outcome(() => new DOMParser().parseFromString(image, "text/html")),
          worker: outcome(() => new Worker("article.txt", { type: "module" }).terminate()),
        };
      }, IMAGE);
    if (isEnforced) {
      const { reading, worker, ...others } = await outcomes();
      assert.deepEqual([reading, worker], ["allowed", "allowed"]);
      assert.deepEqual(others, Object.fromEntries(Object.keys(others).map((name) => [name, "TypeError"])));
      await eventually(() => assert.ok(attest.messages.includes("policy: require-trusted-types-for forbids trusted-types-sink")));
      await attest.frames();
      // The browser itself reports what it forbade.
      attest.messages.length = 0;
    }
    await attest.openFiles(await fileOf(profile, "story.html", `<title>News</title><h1>A headline</h1><p>and ${IMAGE} words.</p>`));
    await eventually(async () => assert.deepEqual(await attest.blocks(), ["A headline", "and", "words."]));
    await assertHarmless(attest);
  });
});
