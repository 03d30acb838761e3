// The whole job by keyboard alone, as a screen reader is told of it: after each step the accessibility tree is, node by
// node, what it should be, every control has a name, and the focus is somewhere. Chromium alone hands the tree out.

import assert from "node:assert/strict";
import { PHONE } from "./support/attest.mjs";
import { story } from "./support/story.mjs";
import { outline, treeOf } from "./support/tree.mjs";
import { eventually } from "./support/wait.mjs";

const BLOCKS = ["Flood in the valley", "About 3,000 people left on Sunday, the mayor said.", "The dam rose by 30 percent."];
const article = BLOCKS.join("\n");
const options = { article, engine: "chromium" };

const ARTICLE = 'document "Article: Flood in the valley"';
const LABELS = ["Claim", "Figure", "Caption", "Attribution"];
/** The named values of a figure: name, value, and what there is to choose from. */
const figureFields = (certainty) => [
  ["Certainty", certainty, "Sure", "Unsure"],
  ["Kind", "–", "Count", "Money", "Percent", "Ratio", "Rate", "Rank", "Measure"],
  ["Hedge", "–", "None", "About", "More than", "At least", "Less than", "Up to", "Almost", "Between, a range", "Other"],
  ["Value", ""],
  ["Unit", ""],
];
const KEYS =
  "Arrow keys move the caret, Shift selects, 1 to 4 mark. N and P go to the next and previous annotation. " +
  "Press question mark for all keys.";

// The parts of the page, as outlines.

const below = (...parts) => parts.flat().map((line) => `  ${line}`);
const text = (words) => `text ${JSON.stringify(words)}`;
const button = (name, ...states) => [`button ${JSON.stringify(name)}`, ...states].join(" ");
const pressed = (which) => LABELS.map((name) => button(name, name === which ? "pressed" : "not pressed"));

/** A list by the names of its buttons; a `*` before one says that it is the current one. */
const margin = (names) => [
  'list "Annotations of this block"',
  ...below(names.flatMap((name) => ["listitem level 1", ...below(button(name.replace(/^\*/, ""), ...(name.startsWith("*") ? ["current"] : [])))])),
];

function banner({ title = BLOCKS[0], pen, canUndo = false, canRedo = false }) {
  const able = (can) => (can ? [] : ["disabled"]);
  return [
    "banner",
    ...below(
      button(`Attest ${title} , all articles`),
      'group "Labels"',
      below(pressed(pen)),
      'group "Article"',
      below(
        button("Undo", ...able(canUndo)),
        button("Redo", ...able(canRedo)),
        ...["Find", "Suggest", "Theme: as the system", "All commands", "Keys and help", "Download", "Other formats"].map((name) => button(name)),
      ),
    ),
  ];
}

function main({ title = BLOCKS[0], blocks = BLOCKS, margins = {}, palette }) {
  const lists = (block) => (margins[block] ? margin(margins[block]) : []);
  const [headline, ...paragraphs] = blocks;
  const lines = paragraphs.flatMap((words, index) => ["paragraph", ...below(text(words)), ...lists(index + 1)]);
  return [
    "main",
    ...below(
      `document "Article: ${title}"`,
      below(`heading ${JSON.stringify(headline)} level 1`, lists(0), lines),
      "paragraph",
      below(text(KEYS)),
      palette ? ['toolbar "Label the selection"', ...below(palette.map((name) => button(name)))] : [],
    ),
  ];
}

function inspector({ label, quotes, links = [], isLinking = false, details = "Details", fields, note = "" }) {
  const quote = (words) => ["listitem level 1", ...below(text("“"), text(words), text("”"))];
  const choice = ([name, value, ...values]) => [
    "LabelText",
    ...below(
      text(name),
      values.length > 0
        ? [`combobox "${name}" = "${value}" collapsed`, ...below("MenuListPopup", below(["–", ...values].map((one) => `option "${one}"`)))]
        : `textbox "${name}"${value && ` = "${value}"`}`,
    ),
  ];
  return [
    'complementary "Active annotation"',
    ...below(
      "sectionheader",
      below(`heading "${label}" level 2`, button("Close")),
      'group "Label"',
      below(pressed(label)),
      'list "Quote"',
      below(quotes.flatMap(quote)),
      'list "Links"',
      below(links.flatMap((link) => ["listitem level 1", ...below(button(link), button("Remove this link"))])),
      button(isLinking ? "Choose the other end…" : "Link with…"),
      button(details, fields ? "expanded" : "collapsed"),
      (fields ?? []).flatMap(choice),
      "LabelText",
      below(text("Note")),
      `textbox "Note"${note && ` = "${note}"`}`,
      "sectionfooter",
      below(text("Made <time>"), button("Remove")),
    ),
  ];
}

/** The whole page. `hint` is the message with its buttons, `said` what was said last. */
function page({ title = BLOCKS[0], hits = [], active, count = 0, downloaded = "Not downloaded yet", hint = [], said, ...parts }) {
  return [
    `RootWebArea "${title} – Attest"`,
    ...below(
      'link "Skip to the article"',
      banner({ title, ...parts }),
      main({ title, ...parts }),
      hits,
      active ? inspector(active) : [],
      "contentinfo",
      below(text("Saved in this browser"), text(count === 1 ? "1 annotation" : `${count} annotations`), text(downloaded), text("Storage <percent> used")),
      "status live polite",
      hint.length > 0 ? below(text(hint[0])) : [],
      hint.slice(1).map((name) => button(name)),
      'log "What happened" live polite',
      said ? below(text(said)) : [],
    ),
  ];
}

const SEARCH = 'searchbox "Find in the article"';

/** The bar of found words. */
function finding({ words = "", place = "", canStep = false }) {
  const option = (name) => ["LabelText", ...below(`checkbox "${name}" not checked`, text(name))];
  const step = (name) => button(name, ...(canStep ? [] : ["disabled"]));
  return [
    'region "Find"',
    ...below(
      SEARCH + (words && ` = "${words}"`),
      option("Match case"),
      option("Whole words"),
      place ? text(place) : [],
      step("Previous hit"),
      step("Next hit"),
      canStep ? ['group "Mark all"', ...below(LABELS.map((name) => button(name)))] : [],
      button("Close"),
    ),
  ];
}

/** The bar of suggestions: the label and rule of the current one, and how many of its label are left. */
function suggesting(label, rule, place, alike) {
  const acts = ["Previous hit", "Next hit", "Accept", "Reject", `Accept all ${alike} of ${label}`, `Reject all ${alike} of ${label}`, "Close"];
  return ['region "Suggestions"', ...below("strong", below(text(`${label}?`)), text(rule), text(place), acts.map((name) => button(name)))];
}

/** A dialog: what is behind it is not in the tree. */
const modal = (dialog) => [`RootWebArea "${BLOCKS[0]} – Attest"`, ...below(dialog)];

function articles({ count, said }) {
  const hint = "Text, Markdown, a web page (its text only), an annotation file, or another tool’s files. Or drop files anywhere on the page.";
  return [
    'dialog "Articles" modal',
    ...below(
      'heading "Articles" level 2',
      button("Close"),
      'region "Open another"',
      below(
        ["LabelText", ...below(text("Open a file"), 'button "Open a file" = "No file chosen"')],
        ["paragraph", ...below(text(hint))],
        ["form", ...below("LabelText", below(text("Or paste a text")), 'textbox "Or paste a text" required', button("Open the pasted text"))],
      ),
      'region "Articles in this browser"',
      below(
        ["list", ...below("listitem level 1", below(button(`${BLOCKS[0]} ${count} annotations · <time>`, "current"), button(`Remove ${BLOCKS[0]}`)))],
        ["sectionfooter", ...below(button("All articles…"), button("Open this site’s article"), button("Remove all annotations of the open article"))],
      ),
      // What is told is heard over the dialog too.
      "status live polite",
      'log "What happened" live polite',
      below(text(said)),
    ),
  ];
}

/** Asserts the whole tree, and where the keyboard is. */
async function shows(attest, step, expected, focus = ARTICLE) {
  await eventually(async () => {
    const nodes = await treeOf(attest.page);
    assert.deepEqual(outline(nodes).map(timeless), expected, step);
    const focused = nodes.filter(({ hasFocus }) => hasFocus).map(({ role, name }) => `${role} "${name}"`);
    assert.deepEqual(focused, [focus], `the keyboard, ${step}`);
    const unnamed = nodes.filter(({ isControl, name }) => isControl && name.trim() === "").map(({ role }) => role);
    assert.deepEqual(unnamed, [], `controls without a name, ${step}`);
  }, 5_000);
}

const goesTo = (attest, id) => eventually(async () => assert.equal((await attest.focused()).id, id));

const timeless = (line) => line.replace(/\d+\/\d+\/\d{4}, [\d:]+\s[AP]M/u, "<time>").replace(/\d+\s% used(?:, (?:kept|may be cleared) when space is short)?/u, "<percent> used");

/** Marks "3,000 people" and "the mayor said" by keys, and leaves the second one active. */
async function markTwo(attest) {
  await attest.press("Control+Home", "Control+ArrowDown", "Control+ArrowRight");
  await attest.press("Shift+Control+ArrowRight", "Shift+Control+ArrowRight", "2", "Escape", "Home");
  await attest.press(...Array(6).fill("Control+ArrowRight"), ...Array(3).fill("Shift+Control+ArrowRight"), "4");
}

const FIGURE = "Figure: 3,000 people";
const ATTRIBUTION = "Attribution: the mayor said";

story("The accessibility tree", (engine, scenario) => {
  scenario("tells of selecting, marking, walking and writing", options, async (attest) => {
    await shows(attest, "opened", page({}));
    const described = (await treeOf(attest.page)).filter(({ description }) => description === KEYS);
    assert.deepEqual(described.map(({ role }) => role), ["document"], "the article says by which keys it is worked on");
    await attest.press("Control+Home", "Control+ArrowDown", "Control+ArrowRight");
    const { block, offset } = await attest.caret();
    assert.deepEqual([block, offset], [1, "About ".length], "the page's selection tells where the caret is");
    await attest.press("Shift+Control+ArrowRight", "Shift+Control+ArrowRight");
    await shows(attest, "selected", page({ palette: LABELS }));
    await attest.press("Escape");
    await shows(attest, "let go", page({}));

    await markTwo(attest);
    const attribution = { label: "Attribution", quotes: ["the mayor said"] };
    let now = { canUndo: true, count: 2, margins: { 1: [FIGURE, `*${ATTRIBUTION}`] }, active: attribution };
    await shows(attest, "marked", page({ ...now, said: "Attribution added: the mayor said" }));

    // Walking. The margin comes next after the article, and Shift+Tab leads back.
    await attest.press("p");
    const figure = { label: "Figure", quotes: ["3,000 people"] };
    now = { ...now, margins: { 1: [`*${FIGURE}`, ATTRIBUTION] }, active: figure, said: `${FIGURE}, 1 of 2` };
    await shows(attest, "walked back", page(now));
    await attest.press("Tab");
    await shows(attest, "in the margin", page(now), `button "${FIGURE}"`);
    await attest.press("Shift+Tab");
    await shows(attest, "back from the margin", page(now));

    await attest.press("Enter");
    await goesTo(attest, "note");
    await attest.type("Ask again");
    const noted = { ...figure, note: "Ask again" };
    now = { ...now, active: noted, margins: { 1: [`*${FIGURE} . Note: Ask again`, ATTRIBUTION] } };
    await shows(attest, "writing a note", page(now), 'textbox "Note"');
    await attest.press("Escape");
    await shows(attest, "back from the note", page(now));

    await attest.press("e");
    await goesTo(attest, "attribute-0");
    await shows(attest, "in the details", page({ ...now, active: { ...noted, fields: figureFields("–") } }), 'combobox "Certainty"');
    await attest.type("Un");
    await attest.press("Escape");
    const unsure = { ...noted, details: "Details: Unsure" };
    now = { ...now, said: "Figure described: 3,000 people" };
    await shows(attest, "back from the details", page({ ...now, active: { ...unsure, fields: figureFields("Unsure") } }));
    await attest.press("e");
    await goesTo(attest, "attribute-0");
    await attest.press("Shift+Tab", "Enter");
    await shows(attest, "details folded", page({ ...now, active: unsure }), 'button "Details: Unsure"');

    // A link, begun at its button.
    await attest.press("Shift+Tab", "Enter");
    const asked = "Link from Figure: 3,000 people. Click the other end, or go to it with n and p and press Enter. Escape makes no link.";
    await shows(attest, "linking", page({ ...now, active: { ...unsure, isLinking: true }, hint: [asked, "Dismiss"] }));
    await attest.press("n");
    now = { ...now, margins: { 1: [`${FIGURE} . Note: Ask again`, `*${ATTRIBUTION}`] }, said: `${ATTRIBUTION}, 2 of 2` };
    await shows(attest, "choosing the other end", page({ ...now, active: { ...attribution, isLinking: true }, hint: [asked, "Dismiss"] }));
    await attest.press("Enter");
    const linked = {
      margins: { 1: [`*${FIGURE} . Note: Ask again . attributed to: the mayor said`, `${ATTRIBUTION} . attributes: 3,000 people`] },
      active: { ...unsure, links: ["attributed to: the mayor said"] },
      hint: [`${ATTRIBUTION} attributes ${FIGURE}`, "Undo", "Dismiss"],
    };
    await shows(attest, "linked", page({ ...now, ...linked }));
  });

  scenario("tells of finding and marking all that is found", options, async (attest) => {
    await attest.press("/");
    await goesTo(attest, "find");
    await shows(attest, "nothing to find yet", page({ hits: finding({}) }), SEARCH);
    await attest.type("zebra");
    await shows(attest, "not found", page({ hits: finding({ words: "zebra", place: "Not found" }), said: "Not found" }), SEARCH);
    await attest.press(...Array(5).fill("Backspace"));
    await attest.type("the");
    const found = (place) => ({ palette: LABELS, hits: finding({ words: "the", place: `${place} of 3`, canStep: true }), said: `the, ${place} of 3` });
    await shows(attest, "found", page(found(1)), SEARCH);
    await attest.press("Enter");
    await shows(attest, "the next one", page(found(2)), SEARCH);
    await attest.press("Escape");
    await shows(attest, "back in the text", page(found(2)));
    await attest.press("Escape");
    await shows(attest, "done", page({ said: "the, 2 of 3" }));
  });

  scenario("tells of suggestions, undoing, redoing, removing and the pen", options, async (attest) => {
    const claim = "About 3,000 people left on Sunday";
    const offer = "Claim suggested: About 3,000 people left on Sunday, 1 of 5";
    await attest.press("s");
    let now = { said: offer, hits: suggesting("Claim", "claim/attributed", "1 of 5", 2) };
    await shows(attest, "suggested", page(now));
    await attest.press("a");
    now = { canUndo: true, count: 1, margins: { 1: [`Claim: ${claim}`] }, hits: suggesting("Figure", "figure/count", "1 of 4", 2) };
    now.said = `Claim added: ${claim}. Figure suggested: About 3,000 people, 1 of 4`;
    await shows(attest, "accepted, and the next one is said", page(now));
    await attest.press("x");
    now.hits = suggesting("Attribution", "attribution/source-verb", "1 of 3", 1);
    now.said = "Suggestion rejected. Attribution suggested: the mayor said, 1 of 3";
    await shows(attest, "rejected, and the next one is said", page(now));
    await attest.press("Escape");
    now = { ...now, hits: [] };
    await shows(attest, "done with suggestions", page(now));

    await attest.press("Control+z");
    now = { ...now, canRedo: true, said: "Undone. Suggestion offered again" };
    await shows(attest, "undone", page(now));
    await attest.press("Control+z");
    await shows(attest, "all undone", page({ canRedo: true, said: `Undone. Claim removed: ${claim}` }));
    await attest.press("Control+y");
    const active = { label: "Claim", quotes: [claim] };
    now = { ...now, margins: { 1: [`*Claim: ${claim}`] }, active, said: `Done again. Claim added: ${claim}` };
    await shows(attest, "redone", page(now));

    await attest.press("Delete");
    const removed = { canUndo: true, hint: [`Claim removed: ${claim}`, "Undo", "Dismiss"] };
    await shows(attest, "removed", page({ ...removed, said: now.said }));
    await attest.press("1");
    await shows(attest, "with a pen", page({ ...removed, pen: "Claim", said: "Claim pen: every selection is marked until Escape" }));
    await attest.press("Escape");
    await shows(attest, "the pen put down", page({ ...removed, said: "Pen put down" }));
    await attest.download();
    const file = "Downloaded Flood in the valley.attest.json";
    await shows(attest, "downloaded", page({ ...removed, downloaded: "Downloaded just now", said: file }));
  });

  scenario("tells of the dialogs, and gives the keyboard back", options, async (attest) => {
    await markTwo(attest);
    const said = "Attribution added: the mayor said";
    const active = { label: "Attribution", quotes: ["the mayor said"] };
    const before = page({ canUndo: true, count: 2, margins: { 1: [FIGURE, `*${ATTRIBUTION}`] }, active, said });
    await attest.press("Control+o");
    await shows(attest, "the list of articles", modal(articles({ count: 2, said })), 'button "Close"');
    await attest.press("Escape");
    await shows(attest, "back from the articles", before);

    await attest.press("Shift+?");
    await attest.find("dialog", "Keys and help");
    const nodes = (await treeOf(attest.page)).filter(({ role }) => role !== "text" && role !== "paragraph" && role !== "LabelText");
    const [, dialog, ...inside] = nodes;
    assert.equal(outline([dialog])[0], 'dialog "Keys and help" modal', "what is behind a dialog is out of the tree");
    const named = (role) => inside.filter((node) => node.role === role).map(({ name }) => name);
    assert.deepEqual(named("term"), ["Claim 1", "Figure 2", "Caption 3", "Attribution 4"]);
    assert.deepEqual(named("table"), ["Mark", "Move the caret", "Work on annotations", "Find more", "Everywhere"]);
    const [rows, heads, cells] = ["row", "rowheader", "cell"].map(named);
    assert.ok(rows.length > 20 && heads.length === rows.length && cells.length === rows.length, "each row has a head and a cell");
    assert.ok([...heads, ...cells].every((name) => name !== ""));
    const [setting] = inside.filter(({ role }) => role === "checkbox");
    assert.match(outline([setting])[0], /^checkbox "Single keys \(.*\) act while the article has the focus" checked$/);
    assert.deepEqual(nodes.filter(({ hasFocus }) => hasFocus).map(({ name }) => name), ["Close"]);
    await attest.press("Escape");
    await shows(attest, "back from help", before);

    // Another article, by keys alone: its name is what the keyboard comes back to.
    await attest.press("Control+o");
    await attest.find("dialog", "Articles");
    await attest.press("Tab", "Tab");
    await attest.type("Rain in the hills");
    await attest.press("Tab", "Enter");
    const title = "Rain in the hills";
    await shows(attest, "another article", page({ title, blocks: [title], said }), `document "Article: ${title}"`);
  });

  scenario("tells whether a list is unfolded, where it is folded below its block", { ...options, viewport: PHONE }, async (attest) => {
    await markTwo(attest);
    const list = async () => outline(await treeOf(attest.page)).map((line) => line.trim()).filter((line) => /annotations"|^list |"(Figure|Attribution):/.test(line));
    await eventually(async () => assert.deepEqual(await list(), ['button "2 annotations" collapsed', 'list "Quote"', 'text "2 annotations"']));
    await attest.press("Tab", "Enter");
    const unfolded = ['button "2 annotations" expanded', 'list "Annotations of this block"', button(FIGURE), `${button(ATTRIBUTION)} current`];
    await eventually(async () => assert.deepEqual((await list()).slice(0, 4), unfolded));
    const [focus] = (await treeOf(attest.page)).filter(({ hasFocus }) => hasFocus);
    assert.equal(focus.name, "2 annotations", "the keyboard stays on the button");
  });
});
