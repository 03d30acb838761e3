// Makes the files of a release build small, and nothing else of them. script/finish.mjs runs it.
//
// - The glue of wasm-bindgen loses the classes of a crate that Leptos brings along and nothing calls, and the wasm file the
//   exports that only they named.
// - The program and the annex (the part that is loaded when it is first asked for) get names that tell what their files have
//   become, and the annex's loader and its glue become one file.
// - The wasm file is optimised for size, and its imports and exports get short names: most have 16 random digits, which
//   stand in both files and are nothing to gzip. Functions that are alike get beside each other.
// - What the main job does not run goes to a file of its own, which is loaded once the page is up (script/split.mjs).
// - Scripts and styles are minified.

import binaryen from "binaryen";
import { build, transform } from "esbuild";
import { orderedBySimilarity } from "./order.mjs";
import { FIRST, HERE, LOADER, instrumented, isLater, split } from "./split.mjs";
import { readParts, writeParts } from "./wat.mjs";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** The features that rustc's wasm32-unknown-unknown uses. Not all there are: with those the file runs in no browser. */
const FEATURES = [
  "bulk-memory",
  "nontrapping-float-to-int",
  "sign-ext",
  "mutable-globals",
  "reference-types",
  "multivalue",
].map((feature) => `--enable-${feature}`);

/** For size. Inlining only what is very small makes the file larger, but what gzip makes of it smaller. */
const PASSES = [
  "--low-memory-unused", // nothing of Rust's lies below address 1024 but the last bytes of a full stack
  "--flatten",
  "--rereloop",
  ..."-Oz -Oz -aimfs 3 -ocimfs 15 -fimfs 3".split(" "),
  "--strip-producers",
  "--minify-imports-and-exports-and-modules",
];

const UNUSED_CLASS = /IntoUnderlying(?:ByteSource|Source|Sink)/;

const staging = process.env.TRUNK_STAGING_DIR;
if (staging === undefined) throw new Error("script/shrink.mjs is run by Trunk through script/finish.mjs: see Trunk.toml");
if (process.env.TRUNK_PROFILE === "release") await shrink(staging);

async function shrink(folder) {
  const names = await readdir(folder);
  const at = (name) => path.join(folder, name);
  const [main, ...others] = names.filter((name) => /^attest-.*_bg\.wasm$/.test(name)).map((name) => name.replace("_bg.wasm", ""));
  if (main === undefined || others.length > 0) throw new Error("expected one file attest-*_bg.wasm of the build");

  await Promise.all([
    shrinkPart(at(main), `export * from "./${main}.js"; export { default } from "./${main}.js"`, at("later")),
    shrinkPart(at("annex"), 'import start from "./annex.js"; await start()'),
  ]);
  const annex = await nameByContents(folder, "annex", "annex");
  await rm(at("annex_loader.js"));
  await replaceIn(at("index.html"), "annex_loader.js", `${annex}.js`);
  const named = await nameByContents(folder, main, "attest");
  for (const end of [".js", "_bg.wasm"]) await replaceIn(at("index.html"), main + end, named + end);

  for (const name of (await readdir(folder)).filter((name) => /\.(js|css)$/.test(name))) {
    const file = at(name);
    const { code } = await transform(await readFile(file, "utf8"), {
      loader: name.endsWith(".css") ? "css" : "js",
      format: name.endsWith(".css") ? undefined : "esm",
      target: "es2022",
      minify: true,
      legalComments: "none",
    });
    await writeFile(file, code);
  }
}

/**
 * Makes a wasm file and its glue small. The script is what is asked of the glue; the result takes the glue's place. With a `later`,
 * what the main job does not run goes to a file of that stem.
 */
async function shrinkPart(stem, script, later) {
  const wasm = `${stem}_bg.wasm`;
  let glue = withoutUnusedClasses(await readFile(`${stem}.js`, "utf8"));
  await writeFile(wasm, withoutUnusedExports(await readFile(wasm), glue));
  glue = renamed(glue, await optimise(wasm));
  let parts = await readParts(wasm, FEATURES);
  if (later !== undefined) ({ parts, glue } = await splitPart(parts, glue, later));
  await writeParts(wasm, FEATURES, orderedBySimilarity(parts));
  await writeFile(`${stem}.js`, glue);
  const stdin = { contents: script, resolveDir: path.dirname(stem) };
  const { outputFiles } = await build({ stdin, bundle: true, format: "esm", target: "es2022", write: false });
  await writeFile(`${stem}.js`, outputFiles[0].text);
}

/** Splits a program, or has it tell what it runs, and gives its glue what that takes. */
async function splitPart(parts, glue, later) {
  if (process.env.ATTEST_PROFILE) {
    const told = instrumented(parts);
    const hit = `globalThis.profile = ${JSON.stringify(told.paths.map((path) => [path, 0]))};`;
    return { parts: told.parts, glue: given(glue, `${LOADER.name}: (index) => void (profile[index][1] = 1)`) + hit };
  }
  const file = `${later}_bg.wasm`;
  const halves = split(parts, await isLater());
  await writeParts(file, FEATURES, orderedBySimilarity(halves.later));
  const named = `${path.basename(later)}-${hashOf(await readFile(file))}_bg.wasm`;
  await rename(file, path.join(path.dirname(later), named));
  const loader = await readFile("script/later.js", "utf8");
  const filled = loader.replace("LATER", named).replace("FIRST", FIRST).replace("HERE", HERE);
  return { parts: halves.first, glue: given(glue, `${LOADER.name}: loadNow`) + filled };
}

/** The glue with a further import. What a program is started with is then there as `given`. */
function given(glue, entry) {
  const parts = glue.split(/(?<=async function __wbg_init_once[^]*?)const imports = __wbg_get_imports\(\);/);
  if (parts.length !== 2) throw new Error("the glue has another form");
  return `let given;${parts.join(`const imports = (given = { ...__wbg_get_imports(), ${LOADER.module}: { ${entry} } });`)}`;
}

/** Gives a part's wasm file and glue a name with a hash of both, and tells the new stem. */
async function nameByContents(folder, part, name) {
  const at = (file) => path.join(folder, file);
  const [wasm, glue] = await Promise.all([readFile(at(`${part}_bg.wasm`)), readFile(at(`${part}.js`))]);
  const stem = `${name}-${hashOf(wasm, glue)}`;
  await replaceIn(at(`${part}.js`), `${name}_bg.wasm`, `${stem}_bg.wasm`);
  await rename(at(`${part}_bg.wasm`), at(`${stem}_bg.wasm`));
  await rename(at(`${part}.js`), at(`${stem}.js`));
  return stem;
}

function hashOf(...contents) {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content);
  return hash.digest("hex").slice(0, 16);
}

/** Replaces a string that stands just once in a file. */
async function replaceIn(file, old, replacement) {
  const parts = (await readFile(file, "utf8")).split(old);
  if (parts.length !== 2) throw new Error(`${old} stands ${parts.length - 1} times in ${path.basename(file)}`);
  await writeFile(file, parts.join(replacement));
}

/** Takes out each statement of the top level that names one of the classes. */
function withoutUnusedClasses(script) {
  const statements = script.split(/\n(?=(?:export |const |let |function |async function |if |class ))/);
  const kept = statements.filter((statement) => !UNUSED_CLASS.test(statement));
  if (kept.some((statement) => UNUSED_CLASS.test(statement))) throw new Error("the unused classes are used");
  return kept.join("\n");
}

/**
 * Takes out the exports that the glue does not name, and empties the functions of the unused classes: their only callers
 * were those exports, but the tables of function pointers still name them.
 */
function withoutUnusedExports(bytes, script) {
  const module = binaryen.readBinary(bytes);
  const names = Array.from({ length: module.getNumExports() }, (_, index) => {
    return binaryen.getExportInfo(module.getExportByIndex(index)).name;
  });
  for (const name of names) {
    if (UNUSED_CLASS.test(name) || (/intounderlying/.test(name) && !script.includes(name))) module.removeExport(name);
  }
  for (let index = 0; index < module.getNumFunctions(); index += 1) {
    const { name, module: origin } = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    if (UNUSED_CLASS.test(name) && origin === "") {
      binaryen.Function.setBody(module.getFunctionByIndex(index), module.unreachable());
    }
  }
  // The names are what a split goes by.
  binaryen.setDebugInfo(true);
  return module.emitBinary();
}

/** Optimises the file in place and gives the short names of its imports and exports: lists of module, long name, short name. */
async function optimise(wasm) {
  const { stdout } = await promisify(execFile)("wasm-opt", [wasm, "-g", "-o", wasm, ...PASSES, ...FEATURES]);
  const { imports, exports } = JSON.parse(stdout);
  const [{ module }] = WebAssembly.Module.imports(new WebAssembly.Module(await readFile(wasm)));
  return { imports, exports, module };
}

/**
 * The glue with the short names, without imports that the wasm file no longer has. An import is a property of one object; an
 * export a property of `wasm`.
 */
function renamed(script, { imports, exports, module }) {
  const isImported = new Set(imports.map(([, long]) => long));
  script = script.replaceAll(/^ {8}(__wb\w+): function[^]*?(?=^ {8}\w|^ {4}\})/gm, (statement, name) =>
    isImported.has(name) ? statement : "",
  );
  const escaped = (name) => name.replaceAll(/[$.]/g, "\\$&");
  for (const [, long, short] of imports) {
    const parts = script.split(new RegExp(`(?<![\\w$.])${escaped(long)}(?=[:(])`));
    if (parts.length !== 2) throw new Error(`the import ${long} stands ${parts.length - 1} times in the glue`);
    script = parts.join(short);
  }
  const modules = new Set(imports.map(([long]) => long));
  for (const long of modules) script = script.replaceAll(`"${long}": `, `"${module}": `);
  // All at once, since a short name may be another's long one.
  const short = new Map(exports.map(([long, short]) => [long, short]));
  return script.replaceAll(/(?<=[^\w$.]wasm\.)[\w$]+/g, (long) => {
    const name = short.get(long);
    if (name === undefined) throw new Error(`the glue names the export ${long}, and the wasm file has none`);
    return name;
  });
}
