// Splits a wasm file in two: what the main job runs, and what may come later. script/shrink.mjs runs it.
//
// Which functions come later is a list (script/later.txt), made by script/profile from a run of the main job; it decides nothing
// but what is loaded when. In the place of each function that has gone stands one that calls it through the table, and loads
// the second file first where it is not there yet. The second file is given everything it uses of the first, and puts its
// functions into the table when it is instantiated; it calls those of the first through the table as well.

import { readFile } from "node:fs/promises";
import { kindOf } from "./wat.mjs";

/** A name in the text of a wasm file. */
const NAME = String.raw`\$(?:"(?:[^"\\]|\\.)*"|[^\s()"]+)`;

/** The module under which the first file offers the second what that uses, and its function that loads the second. */
export const FIRST = "first";
export const LOADER = { module: "later", name: "load" };

/** The export of the first file that is 1 once the second is there. */
export const HERE = "0";

/** How many lines of text, one instruction each, make a small function. */
const SMALL = 60;

/** What is not larger than what would stand in its place stays. */
const LEAST = 8;

/** A function's path without what differs from build to build. */
function pathOf(name) {
  return name
    .replace(/^\$"?|"$/g, "")
    .replaceAll(/\[[0-9a-f]{8,}\]/g, "")
    .replaceAll(/\\(.)/g, "$1");
}

const nameOf = (part) => new RegExp(`^ \\(\\w+ (?:"[^"]*" "[^"]*" \\(\\w+ )?(${NAME})`).exec(part)?.[1];
const used = (part, pattern) => [...part.matchAll(new RegExp(`\\((?:${pattern}) (${NAME})`, "g"))].map((match) => match[1]);

/**
 * The parts of a file (script/wat.mjs) in which each function tells its number when it is called, to `LOADER`, and the functions'
 * paths in that order.
 */
export function instrumented(parts) {
  const paths = [];
  const told = parts.map((part) => {
    if (kindOf(part) !== "func") return part;
    const lines = part.split("\n");
    const first = lines.findIndex((line, index) => index > 0 && !line.startsWith("  (local "));
    lines.splice(first, 0, `  (call $later.hit (i32.const ${paths.length}))`);
    paths.push(pathOf(nameOf(part)));
    return lines.join("\n");
  });
  return { parts: withImport(told, "(func $later.hit (param i32))"), paths };
}

/** With the function of `LOADER`, behind the other imports: those come before all definitions. */
function withImport(parts, type) {
  const last = parts.findLastIndex((part) => kindOf(part) === "import");
  return parts.toSpliced(last + 1, 0, ` (import "${LOADER.module}" "${LOADER.name}" ${type})`);
}

/** Whether a function comes later, by its path. One without a name of its own, but a number, stays. */
export async function isLater() {
  const lines = (await readFile("script/later.txt", "utf8")).split("\n");
  const listed = new Set(lines.filter((line) => /^[^#\d]/.test(line)));
  return (path) => listed.has(path);
}

/** The parts of a file as those of a first and of a later one; `comesLater` tells of a function's path. */
export function split(parts, comesLater) {
  const of = (kind) => parts.filter((part) => kindOf(part) === kind);
  const functions = new Map(of("func").map((part) => [nameOf(part), part]));
  const goes = ([name, part]) => part.split("\n").length > LEAST && comesLater(pathOf(name));
  const gone = new Map([...functions].filter(goes));
  const rest = parts.filter((part) => kindOf(part) !== "func" || !gone.has(nameOf(part)));

  // What the first file still names of them has a door there, and they stand in the table behind what is in it already.
  const named = new Set(rest.flatMap((part) => part.match(new RegExp(NAME, "g")) ?? []));
  const doors = [...gone.keys()].filter((name) => named.has(name));
  const table = of("table").find((part) => part.includes("funcref"));
  const size = Number(/ (\d+) \d+ funcref/.exec(table)[1]);

  const imports = new Map(of("import").map((part) => [nameOf(part), part]));
  const { bodies, calls } = bodiesOf(gone, functions);
  // What the later file calls of the first stands in the table too, behind the doors: exports would take more bytes.
  const back = calls.filter((name) => !imports.has(name));
  const larger = size + doors.length + back.length;
  const largerTable = table.replace(` ${size} ${size} funcref`, ` ${larger} ${larger} funcref`);
  const namedBy = (pattern) => new Set(bodies.flatMap((part) => used(part, pattern)));
  const globals = namedBy("global\\.(?:get|set)");
  const tables = namedBy("table\\.\\w+");
  const given = [
    " (global $later.here (mut i32) (i32.const 0))",
    ...of("global").filter((part) => globals.has(nameOf(part))),
    ...of("memory"),
    ...of("table").filter((part) => part !== table && tables.has(nameOf(part))),
    largerTable,
  ];

  const first = [
    ...withImport(rest, "(func $later.load)").map((part) => (part === table ? largerTable : part)),
    given[0],
    ...given.map((part, index) => ` (export "${exported(index)}" (${kindOf(part)} ${nameOf(part)}))`),
    " (func $later.need\n  (if (i32.eqz (global.get $later.here)) (then (call $later.load)))\n )",
    ...doors.map((name, index) => doorTo(gone.get(name), nameOf(table), size + index, "(call $later.need)")),
    ` (elem $later.back (table ${nameOf(table)}) (i32.const ${size + doors.length}) func ${back.join(" ")})`,
  ];
  const later = [
    ...of("type"),
    ...calls.filter((name) => imports.has(name)).map((name) => imports.get(name)),
    ...given.map((part, index) => ` (import "${FIRST}" "${exported(index)}" (${typeOf(part)}))`),
    ` (elem $later (table ${nameOf(table)}) (i32.const ${size}) func ${doors.join(" ")})`,
    " (start $later.come)",
    ...bodies,
    ...back.map((name, index) => doorTo(functions.get(name), nameOf(table), size + doors.length + index)),
    " (func $later.come\n  (global.set $later.here (i32.const 1))\n )",
  ];
  return { first, later };
}

/**
 * The functions of the later file, and the names of what they call beside each other. What is small is in both files: that is
 * less to load at first than a name for it to be found by.
 */
function bodiesOf(gone, functions) {
  const bodies = new Map(gone);
  const calls = new Set();
  for (const body of bodies.values()) {
    for (const name of used(body, "call|return_call|ref\\.func")) {
      const small = functions.get(name)?.split("\n").length <= SMALL;
      if (bodies.has(name)) continue;
      if (small) bodies.set(name, functions.get(name));
      else calls.add(name);
    }
  }
  return { bodies: [...bodies.values()], calls: [...calls] };
}

/** What stands in the place of a function of the other file: it calls the one at a place of the table, after something else. */
function doorTo(part, table, place, before = "(nop)") {
  const [header] = part.split("\n");
  const params = [...header.matchAll(new RegExp(`\\(param (${NAME}) (\\w+)\\)`, "g"))];
  const type = [...params.map(([, , type]) => `(param ${type})`), .../\(result [^)]+\)/.exec(header) ?? []].join(" ");
  const values = [...params.map(([, name]) => `(local.get ${name})`), `(i32.const ${place})`].join(" ");
  return `${header}\n  ${before}\n  (call_indirect ${table} ${type} ${values})\n )`;
}

/** What an import of a definition says. Its last parenthesis is its own; a function's stands on another line, and before a global's is its value. */
function typeOf(part) {
  const header = part.split("\n")[0].trim().slice(1);
  if (kindOf(part) === "func") return header;
  return kindOf(part) === "global" ? header.replace(/ \([if]\d+\.const [^)]*\)\)$/, "") : header.replace(/\)$/, "");
}

/** A short name that no other export has: those begin with a letter. */
const exported = (index) => (index % 10) + (index < 10 ? "" : Math.floor(index / 10).toString(36));
