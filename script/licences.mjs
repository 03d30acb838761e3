// Writes docs/licences.md, or checks it: see script/licences.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

const FILE = "docs/licences.md";

/** The licences that allow what Attest's own do. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "Apache-2.0 WITH LLVM-exception",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSL-1.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "Unicode-3.0",
  "Unlicense",
  "Zlib",
]);

/** Of what only builds or tests the site and is no part of it, these too. */
const ALLOWED_IN_TOOLS = new Set([...ALLOWED, "MPL-2.0", "Python-2.0"]);

/** Crates that go into the wasm file in two versions, since others ask for both. What weighs in the file is not the crate. */
const TWICE = new Set(["thiserror"]);

const { values: options } = parseArgs({
  options: { check: { type: "boolean" }, trunk: { type: "string" }, "wasm-bindgen": { type: "string" } },
});

const toolchain = /^channel = "(.*)"$/m.exec(readFileSync("rust-toolchain.toml", "utf8"))[1];
const { linked, building } = crates();
const written = page();

const failures = [
  ...unfit(linked, ALLOWED),
  ...unfit([...building, ...packages()], ALLOWED_IN_TOOLS),
  ...twice(linked).filter((name) => !TWICE.has(name)).map((name) => `${name} goes into the wasm file in two versions`),
];
if (options.check && readFileSync(FILE, "utf8") !== written) failures.push(`${FILE} is out of date: run script/licences`);
if (failures.length > 0) {
  for (const failure of failures) console.error(`script/licences: ${failure}`);
  process.exit(1);
}
if (!options.check) writeFileSync(FILE, written);

/** The crates that are linked into the wasm file, and those that run while it is built: macros, build scripts, and theirs. */
function crates() {
  const args = ["metadata", "--format-version", "1", "--locked", "--filter-platform", "wasm32-unknown-unknown"];
  const metadata = JSON.parse(execFileSync("cargo", args, { encoding: "utf8", maxBuffer: 1 << 28 }));
  const byId = new Map(metadata.packages.map((one) => [one.id, one]));
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const isMacro = (id) => byId.get(id).targets.some(({ kind }) => kind.includes("proc-macro"));
  const root = metadata.resolve.root;

  const linked = new Set();
  const building = new Set();
  const follow = (id, found, other) => {
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) {
      for (const { kind } of kinds) {
        if (kind === "dev") continue;
        const into = kind === "build" || isMacro(pkg) ? other : found;
        if (into.has(pkg)) continue;
        into.add(pkg);
        follow(pkg, into, other);
      }
    }
  };
  follow(root, linked, building);
  const told = (ids) =>
    [...ids]
      .map((id) => byId.get(id))
      .map(({ name, version, license }) => ({ name, version, license: license ?? "" }))
      .sort((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1));
  return { linked: told(linked), building: told([...building].filter((id) => !linked.has(id))) };
}

/** The packages of npm, without those that are one program for many machines. */
function packages() {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const found = Object.entries(packages)
    .filter(([path, { optional }]) => path !== "" && !optional)
    .map(([path, { version, license }]) => ({ name: path.replace(/^.*node_modules\//, ""), version, license: license ?? "" }));
  const once = new Map(found.map((one) => [`${one.name} ${one.version}`, one]));
  return [...once.values()].sort((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1));
}

function unfit(things, allowed) {
  return things
    .filter(({ license }) => !isAllowed(license, allowed))
    .map(({ name, version, license }) => `${name} ${version} has the licence "${license}", which is not among those allowed`);
}

/** Whether an SPDX expression can be met by allowed licences alone. The old `/` means OR. */
function isAllowed(expression, allowed) {
  const tokens = expression.replaceAll("/", " OR ").replaceAll(/([()])/g, " $1 ").trim().split(/\s+/);
  const one = () => {
    const token = tokens.shift();
    if (token === "(") {
      const value = any();
      tokens.shift();
      return value;
    }
    const licence = tokens[0] === "WITH" ? [token, ...tokens.splice(0, 2)].join(" ") : token;
    return allowed.has(licence);
  };
  const all = () => {
    let value = one();
    while (tokens[0] === "AND") {
      tokens.shift();
      value = one() && value;
    }
    return value;
  };
  const any = () => {
    let value = all();
    while (tokens[0] === "OR") {
      tokens.shift();
      value = all() || value;
    }
    return value;
  };
  return any() && tokens.length === 0;
}

function twice(things) {
  const names = things.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function page() {
  const table = (head, things) => [
    `| ${head} | version | licence |`,
    "|---|---|---|",
    ...things.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`),
  ];
  const tools = [
    { name: "Rust, with the standard library that goes into the wasm file", version: toolchain, license: "MIT OR Apache-2.0" },
    { name: "Trunk", version: options.trunk, license: "MIT OR Apache-2.0" },
    { name: "wasm-bindgen-cli", version: options["wasm-bindgen"], license: "MIT OR Apache-2.0" },
  ];
  return [
    "# Licences",
    "",
    "Written by `script/licences` from `Cargo.lock` and `package-lock.json`; `script/test licences` fails when it is out of date.",
    "Attest itself is under MIT or Apache-2.0, as you choose.",
    "",
    "## In the site",
    "",
    `The wasm file is made of Attest, Rust's standard library and these ${linked.length} crates, as far as they are used. Nothing else of`,
    "others is in the site: no font, no picture, no npm package.",
    "",
    ...table("crate", linked),
    "",
    "## Run while the site is built",
    "",
    "Macros and build scripts, and what these need. They are no part of the site.",
    "",
    ...table("crate", building),
    "",
    "## Tools",
    "",
    ...table("tool", tools),
    "",
    "From npm, to make the site small and to test it. They are no part of the site.",
    "",
    ...table("package", packages()),
    "",
  ].join("\n");
}
