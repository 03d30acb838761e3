// Reads an annotation file with a reader that shares no code with Attest: Python's own JSON and strings.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";

const READER = fileURLToPath(new URL("read_annotation_file.py", import.meta.url));

/** Checks every span's quote against the text, and gives the annotations as `[label, [quote, …]]` in the file's order. */
export async function readWithPython(file) {
  const { stdout } = await promisify(execFile)("python3", [READER, file], { encoding: "utf8", maxBuffer: 1 << 26 });
  return JSON.parse(stdout);
}
