// The text form of a wasm file, part by part: one part for each import, global, function and so on.

import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The parts of a file in their order; `features` are options of Binaryen's tools. */
export async function readParts(wasm, features) {
  const text = `${wasm}.wat`;
  await run("wasm-dis", [wasm, "-o", text, ...features]);
  const [, ...parts] = (await readFile(text, "utf8")).replace(/\n\)\s*$/, "").split(/\n(?= \()/);
  await rm(text);
  return parts;
}

/** Makes a file of parts. The names in them stand for numbers, and are gone then. */
export async function writeParts(wasm, features, parts) {
  const text = `${wasm}.wat`;
  await writeFile(text, ["(module", ...parts].join("\n") + "\n)\n");
  await run("wasm-as", [text, "-o", wasm, ...features]);
  await rm(text);
}

/** What a part is: `import`, `func` … */
export const kindOf = (part) => /^ \((\w+)/.exec(part)[1];
