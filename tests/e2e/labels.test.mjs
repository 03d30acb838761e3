// The label set on the screen: names, keys, colours, new labels, and what becomes of annotations whose label goes away.

import assert from "node:assert/strict";
import { quotes, says } from "./support/expectations.mjs";
import { fileOf } from "./support/files.mjs";
import { story } from "./support/story.mjs";
import { eventually } from "./support/wait.mjs";

const article = ["Flood in the valley", "About 3,000 people left the valley on Sunday, the mayor said."].join("\n");

const values = (attest, field) => attest.page.$$eval(`.label-row .${field}`, (fields) => fields.map(({ value }) => value));
const names = (attest, expected) => eventually(async () => assert.deepEqual(await values(attest, "name"), expected));
const problem = (attest) => attest.page.$eval(".label-set .problem", (element) => element.textContent);

async function open(attest) {
  await attest.press("Control+k");
  await attest.find("combobox", "Command");
  await attest.type("labels");
  await attest.press("Enter");
  await attest.page.waitForSelector(".label-row");
}

const namedAs = (start) => (attest) => attest.page.$$eval(`[aria-label^="${start} "]`, (all) => all.map((one) => one.value));
const links = namedAs("Name of the link");
const details = namedAs("Name of the detail");

/** Types into a field of a label in the place of what is there, and leaves it. */
async function fill(attest, field, text) {
  const input = await attest.page.$(`.label-row [aria-label="${field}"]`);
  await input.click({ count: 3 });
  await attest.type(text);
  await attest.press("Tab");
}

story("The label set", (engine, scenario) => {
  scenario("gets a new label that marks by its key, and undo takes it back", { article }, async (attest) => {
    await open(attest);
    await attest.click("button", "Add a label");
    await names(attest, ["Claim", "Figure", "Caption", "Attribution", "New label"]);
    await eventually(async () => assert.match((await attest.focused()).name, /New label/));
    await fill(attest, "Name of New label", "Place");
    await fill(attest, "Key of Place", "g");
    await names(attest, ["Claim", "Figure", "Caption", "Attribution", "Place"]);
    await attest.press("Escape");
    await attest.gone("button", "Add a label");
    await attest.mark("g", "the valley on");
    await quotes(attest, ["new-label: the valley on"]);
    await attest.press("Control+z", "Control+z", "Control+z", "Control+z");
    await quotes(attest, []);
    await attest.gone("button", "Place");
  });

  scenario("refuses a key that another label has, and shows again what holds", { article }, async (attest) => {
    await open(attest);
    await fill(attest, "Key of Claim", "2");
    await eventually(async () => assert.match(await problem(attest), /Figure.* has this key/));
    await eventually(async () => assert.deepEqual(await values(attest, "key"), ["1", "2", "3", "4"]));
    await fill(attest, "Name of Claim", " ");
    await eventually(async () => assert.match(await problem(attest), /needs a name/));
    await names(attest, ["Claim", "Figure", "Caption", "Attribution"]);
  });

  scenario("gives the annotations of a label that goes away to another", { article }, async (attest) => {
    await attest.mark("2", "3,000 people");
    await quotes(attest, ["figure: 3,000 people"]);
    await open(attest);
    await attest.click("button", "Remove Figure");
    await eventually(async () => assert.equal((await attest.focused()).id, "label-heir"));
    await attest.page.select("#label-heir", "claim");
    await attest.click("button", "Remove the label");
    await names(attest, ["Claim", "Caption", "Attribution"]);
    await attest.press("Escape");
    await quotes(attest, ["claim: 3,000 people"]);
    await attest.press("Control+z");
    await quotes(attest, ["figure: 3,000 people"]);
  });

  scenario("is kept over a reload, and goes out and in as a file", { article }, async (attest, world) => {
    await open(attest);
    await attest.click("button", "Move down Claim");
    await names(attest, ["Figure", "Claim", "Caption", "Attribution"]);
    const { text } = await attest.download(() => attest.click("button", "Download these labels"));
    const written = JSON.parse(text);
    assert.equal(written.format, "attest-labels");
    assert.deepEqual(written.labels.map(({ id }) => id), ["figure", "claim", "caption", "attribution"]);

    const own = { ...written, labels: [{ id: "rumour", name: "Rumour", key: "r", color: "#336699", description: "" }] };
    const path = await fileOf(world.profile, "own.labels.json", JSON.stringify(own));
    await (await attest.page.$("#label-file")).uploadFile(path);
    await names(attest, ["Rumour"]);
    await attest.page.reload();
    await attest.find("button", "Rumour");

    const broken = await fileOf(world.profile, "broken.json", "{");
    await open(attest);
    await (await attest.page.$("#label-file")).uploadFile(broken);
    await eventually(async () => assert.match(await problem(attest), /was not opened.*Nothing has changed/));
    await names(attest, ["Rumour"]);
  });

  scenario("says which links and details there are", { article }, async (attest) => {
    await open(attest);
    for (const part of await attest.page.$$(".label-part > summary")) await part.click();
    await attest.click("button", "Add a type of link");
    await eventually(async () => assert.deepEqual(await links(attest), ["attributes", "quantifies", "illustrates", "relates to"]));
    await eventually(async () => assert.equal((await attest.focused()).name, "Name of the link relates to"));
    const before = await details(attest);
    await attest.click("button", "Add a detail");
    await eventually(async () => assert.deepEqual(await details(attest), [...before, "New detail"]));
    await eventually(async () => assert.equal((await attest.focused()).name, "Name of the detail New detail"));
    const field = await attest.page.$('[aria-label="Values of New detail"]');
    await field.click();
    await attest.type("low, high");
    await attest.press("Tab");
    const kept = () => attest.page.$eval('[aria-label="Values of New detail"]', (values) => values.value);
    await eventually(async () => assert.equal(await kept(), "low, high"));
    await attest.press("Escape");
    await attest.gone("button", "Add a detail");
    await attest.mark("1", "3,000 people");
    await attest.press("e");
    await eventually(async () => {
      const shown = await attest.page.$$eval("select", (all) => all.map((one) => [...one.options].map(({ text }) => text)));
      assert.ok(shown.some((texts) => texts.includes("low") && texts.includes("high")), JSON.stringify(shown));
    });
  });

  scenario("names what removes a type of link or a detail, and undo brings it back", { article }, async (attest) => {
    await open(attest);
    // By keyboard: what is clicked may stand below the edge of the screen, where a click would close it.
    const press = async (name) => {
      await (await attest.find("button", name)).focus();
      await attest.press("Enter");
    };
    const unfold = async () => {
      for (const part of await attest.page.$$(".label-part > summary")) {
        await part.focus();
        await attest.press("Enter");
      }
    };
    await unfold();
    const focusIs = (name) => eventually(async () => assert.equal((await attest.focused()).name, name));
    const undo = async () => {
      await attest.click("button", "Undo", await attest.page.$(".messages"));
      await eventually(async () => assert.match(await attest.said(), /^Undone/));
    };

    await press("Add a type of link");
    await focusIs("Name of the link relates to");
    await press("Add a type of link");
    await focusIs("Name of the link relates to 2");
    const all = ["attributes", "quantifies", "illustrates", "relates to", "relates to 2"];
    assert.deepEqual(await links(attest), all);
    await press("Remove the link attributes");
    await eventually(async () => assert.deepEqual(await links(attest), all.slice(1)));
    await focusIs("Remove the link quantifies");
    await says(attest, /Removed the type of link “attributes”/);
    for (const name of all.slice(1)) {
      await attest.press("Enter");
      await eventually(async () => assert.ok(!(await links(attest)).includes(name)));
    }
    await focusIs("Add a type of link");
    await attest.press("Escape");
    await attest.gone("button", "Add a type of link");
    await says(attest, /Removed the type of link “relates to 2”/);
    await undo();
    await open(attest);
    await unfold();
    await eventually(async () => assert.deepEqual(await links(attest), ["relates to 2"]));

    const before = await details(attest);
    const titles = await attest.page.$$eval(".details button", (all) => all.map((one) => one.getAttribute("aria-label")));
    assert.deepEqual(titles, before.map((title) => `Remove the detail ${title}`));
    await press(titles.at(-1));
    await eventually(async () => assert.deepEqual(await details(attest), before.slice(0, -1)));
    await focusIs(titles.at(-2));
    await says(attest, new RegExp(`Removed the detail “${before.at(-1)}”`));
    await attest.press("Escape");
    await attest.gone("button", "Add a detail");
    await undo();
    await open(attest);
    await eventually(async () => assert.deepEqual(await details(attest), before));
    const groups = () => attest.page.$$eval(".checks", (all) => all.map((one) => one.getAttribute("aria-label")));
    assert.equal(new Set(await groups()).size, (await groups()).length, "no two groups have the same name");
  });
});
