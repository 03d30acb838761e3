// Makes the files of a release build small, and nothing else of them: Trunk runs it on what it has put together.
//
// - The glue of wasm-bindgen loses the classes of a crate that Leptos brings along and nothing calls, and the wasm file the
//   exports that only they named.
// - The wasm file is optimised for size, and its imports and exports get short names: most have 16 random digits, which
//   stand in both files and are nothing to gzip.
// - Scripts and styles are minified, and what styles call their own values gets names of one letter.

import binaryen from "binaryen";
import { build, transform } from "esbuild";
import { execFile } from "node:child_process";
import { readFile, readdir, writeFile } from "node:fs/promises";
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
if (staging === undefined) throw new Error("script/shrink.mjs is run by Trunk: see Trunk.toml");
if (process.env.TRUNK_PROFILE === "release") await shrink(staging);

async function shrink(folder) {
  const names = await readdir(folder);
  const one = (ending) => {
    const found = names.filter((name) => name.endsWith(ending));
    if (found.length !== 1) throw new Error(`expected one file *${ending} of the build, found ${found.join(", ") || "none"}`);
    return path.join(folder, found[0]);
  };
  const wasm = one("_bg.wasm");
  const glue = wasm.replace(/_bg\.wasm$/, ".js");

  const script = withoutOldWays(withoutUnusedClasses(await readFile(glue, "utf8")));
  await writeFile(wasm, withoutUnusedExports(await readFile(wasm), script));
  const short = await optimise(wasm);
  await writeFile(glue, renamed(script, short));
  await writeFile(glue, await withDefaultAlone(glue));

  for (const name of names.filter((name) => /\.(js|css)$/.test(name))) {
    const file = path.join(folder, name);
    const { code } = await transform(await readFile(file, "utf8"), {
      loader: name.endsWith(".css") ? "css" : "js",
      format: name.endsWith(".css") ? undefined : "esm",
      target: "es2022",
      minify: true,
      legalComments: "none",
    });
    await writeFile(file, name.endsWith(".css") ? withShortNames(code, await readFile(wasm, "latin1")) : code);
  }
}

/** The style sheet with a letter for the name of each custom property that the program does not name. */
function withShortNames(sheet, program) {
  const name = /--[a-z][a-z-]*(?=[:),])/g;
  const names = [...new Set(sheet.match(name))];
  const own = names.filter((long) => !program.includes(long));
  const free = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((letter) => `--${letter}`).filter((one) => !names.includes(one));
  if (own.length > free.length) throw new Error("there are more custom properties than letters");
  const short = new Map(own.map((long, index) => [long, free[index]]));
  return sheet.replaceAll(name, (long) => short.get(long) ?? long);
}

/** The glue with what its default export needs, which is all that boot.js asks for. */
async function withDefaultAlone(glue) {
  const contents = `export { default } from ${JSON.stringify(`./${path.basename(glue)}`)}`;
  const stdin = { contents, resolveDir: path.dirname(glue) };
  const { outputFiles } = await build({ stdin, bundle: true, format: "esm", target: "es2022", write: false });
  return outputFiles[0].text;
}

/** Takes out each statement of the top level that names one of the classes. */
function withoutUnusedClasses(script) {
  const statements = script.split(/\n(?=(?:export |const |let |function |async function |if |class ))/);
  const kept = statements.filter((statement) => !UNUSED_CLASS.test(statement));
  if (kept.some((statement) => UNUSED_CLASS.test(statement))) throw new Error("the unused classes are used");
  return kept.join("\n");
}

/** Takes out what stands in for old browsers, none of which paints highlights, and words about calls that boot.js does not make. */
function withoutOldWays(script) {
  for (const [old, now] of [
    ["!('encodeInto' in cachedTextEncoder)", "false"],
    ["console.warn('using deprecated parameters for the initialization function; pass a single object instead')", ""],
  ]) {
    if (script.split(old).length !== 2) throw new Error(`the glue does not have once: ${old}`);
    script = script.replace(old, now);
  }
  return script;
}

/** Takes out the exports that the glue does not name. */
function withoutUnusedExports(bytes, script) {
  const module = binaryen.readBinary(bytes);
  const names = Array.from({ length: module.getNumExports() }, (_, index) => {
    return binaryen.getExportInfo(module.getExportByIndex(index)).name;
  });
  for (const name of names) {
    if (UNUSED_CLASS.test(name) || (/intounderlying/.test(name) && !script.includes(name))) module.removeExport(name);
  }
  return module.emitBinary();
}

/** Optimises the file in place and gives the short names of its imports and exports: lists of module, long name, short name. */
async function optimise(wasm) {
  const { stdout } = await promisify(execFile)("wasm-opt", [wasm, "-o", wasm, ...PASSES, ...FEATURES]);
  const { imports, exports } = JSON.parse(stdout);
  const [{ module }] = WebAssembly.Module.imports(new WebAssembly.Module(await readFile(wasm)));
  return { imports, exports, module };
}

/** The glue with the short names. An import is a property of one object; an export a property of `wasm`. */
function renamed(script, { imports, exports, module }) {
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
