// The part of Attest that is loaded when it is first asked for: every command by name.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { PHONE } from "./support/attest.mjs";
import { quotes } from "./support/expectations.mjs";
import { fileOf } from "./support/files.mjs";
import { dist } from "./support/site.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

const article = ["Flood in the valley", "About 3,000 people left the valley on Sunday, the mayor said."].join("\n");

const names = (attest) => attest.page.$$eval(".command > span", (items) => items.map((item) => item.textContent));
const loaded = (attest) => attest.requests.filter((url) => /annex-.*\.wasm$/.test(url)).length;

story("Commands by name", (engine, scenario) => {
  scenario("are loaded when they are first asked for, and found by a few letters", { article }, async (attest) => {
    assert.equal(loaded(attest), 0, "the page starts without the annex");
    await attest.press("Control+k");
    await attest.find("combobox", "Command");
    await eventually(async () => assert.equal((await attest.focused()).id, "annex-command"));
    assert.equal(loaded(attest), 1);
    await attest.type("undo");
    await eventually(async () => assert.deepEqual(await names(attest), ["Undo"]));
    await attest.press("Escape");
    await attest.gone("combobox", "Command");
    await attest.press("Control+k");
    await attest.find("combobox", "Command");
    assert.equal(loaded(attest), 1, "it is loaded once");
  });

  scenario("mark what is selected, and take it back", { article }, async (attest) => {
    await attest.drag("About 3,000 people");
    await attest.palette();
    await attest.press("Control+k");
    await attest.find("combobox", "Command");
    await attest.type("mark fig");
    await attest.press("Enter");
    await quotes(attest, ["figure: About 3,000 people"]);
    await attest.press("Control+k");
    await attest.find("combobox", "Command");
    await attest.press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Enter");
    await quotes(attest, []);
  });

  scenario("mark with a label that has no key, and pick up its pen", { article }, async (attest, { profile }) => {
    const label = { id: "place", name: "Place", key: "", color: "#336699" };
    const file = { format: "attest", version: 1, document: { text: article }, labels: [label], annotations: [] };
    await attest.openFiles(await fileOf(profile, "places.attest.json", JSON.stringify(file)));
    await attest.find("button", "Place");
    const choose = async () => {
      await attest.press("Control+k");
      await attest.find("combobox", "Command");
      await attest.type("mark place");
      await eventually(async () => assert.equal((await names(attest)).length, 1));
      await attest.press("Enter");
      await attest.gone("combobox", "Command");
    };
    await attest.drag("the valley on");
    await attest.palette();
    await choose();
    await quotes(attest, ["place: the valley on"]);
    assert.equal((await attest.focused()).role, "document");
    await attest.press("Escape");
    await choose();
    await eventually(async () => assert.equal(await attest.pen(), "Place"));
    await attest.press("Escape");
  });

  scenario("are there by mouse too, on a phone", { article, viewport: PHONE }, async (attest) => {
    await attest.click("button", "All commands");
    await attest.click("option", "Find words, and mark themCtrl F");
    await eventually(async () => assert.equal((await attest.focused()).id, "find"));
  });

  const missing = { [readdirSync(dist).find((name) => /^annex-.*\.js$/.test(name))]: null };
  scenario("say so when they cannot be loaded", { article, replace: missing }, async (attest) => {
    await attest.press("Control+k");
    await eventually(async () => assert.match(await attest.message(), /could not be loaded/));
    const asked = () => attest.requests.filter((url) => /annex-/.test(url)).length;
    assert.equal(asked(), 1);
    await attest.click("button", "Dismiss");
    await attest.mark("2", "3,000 people");
    await quotes(attest, ["figure: 3,000 people"]);
    // It is not asked for again at every change, only when a person does.
    await new Promise((done) => setTimeout(done, 500));
    assert.equal(asked(), 1);
    assert.equal(await attest.message(), "");
    // The browser itself tells of the file that is not there.
    for (const message of attest.messages.splice(0)) assert.match(message, /annex-|404/);
  });
});
