// Makes the files of a release build small, and nothing else of them. script/finish.mjs runs it.
//
// - The glue of wasm-bindgen loses the classes of a crate that Leptos brings along and nothing calls, and the wasm file the
//   exports that only they named.
// - The annex (the part that is loaded when it is first asked for) gets names that tell its contents, as Trunk gives them to
//   the rest, and its loader and its glue become one file.
// - The wasm file is optimised for size, and its imports and exports get short names: most have 16 random digits, which
//   stand in both files and are nothing to gzip. Functions that are alike get beside each other.
// - Scripts and styles are minified.

import binaryen from "binaryen";
import { build, transform } from "esbuild";
import { orderBySimilarity } from "./order.mjs";
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
  "--strip-debug",
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

  await shrinkPart(at(main), `export { default } from "./${main}.js"`);
  await shrinkPart(at("annex"), 'import start from "./annex.js"; await start()');
  const annex = await nameByContents(folder, "annex");
  await rm(at("annex_loader.js"));
  await replaceIn(at("index.html"), "annex_loader.js", `${annex}.js`);

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

/** Makes a wasm file and its glue small. The script is what is asked of the glue; the result takes the glue's place. */
async function shrinkPart(stem, script) {
  const wasm = `${stem}_bg.wasm`;
  const glue = withoutUnusedClasses(await readFile(`${stem}.js`, "utf8"));
  await writeFile(wasm, withoutUnusedExports(await readFile(wasm), glue));
  await writeFile(`${stem}.js`, renamed(glue, await optimise(wasm)));
  const stdin = { contents: script, resolveDir: path.dirname(stem) };
  const { outputFiles } = await build({ stdin, bundle: true, format: "esm", target: "es2022", write: false });
  await writeFile(`${stem}.js`, outputFiles[0].text);
}

/** Gives a part's wasm file and glue names with a hash of both, and tells the new stem. */
async function nameByContents(folder, part) {
  const at = (name) => path.join(folder, name);
  const hash = createHash("sha256").update(await readFile(at(`${part}_bg.wasm`)));
  const stem = `${part}-${hash.update(await readFile(at(`${part}.js`))).digest("hex").slice(0, 16)}`;
  await replaceIn(at(`${part}.js`), `${part}_bg.wasm`, `${stem}_bg.wasm`);
  await rename(at(`${part}_bg.wasm`), at(`${stem}_bg.wasm`));
  await rename(at(`${part}.js`), at(`${stem}.js`));
  return stem;
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
  return module.emitBinary();
}

/** Optimises the file in place and gives the short names of its imports and exports: lists of module, long name, short name. */
async function optimise(wasm) {
  const { stdout } = await promisify(execFile)("wasm-opt", [wasm, "-o", wasm, ...PASSES, ...FEATURES]);
  const { imports, exports } = JSON.parse(stdout);
  await orderBySimilarity(wasm, FEATURES);
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
