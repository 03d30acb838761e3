// Writes the service worker of a release build: service-worker.js with the names of the site's files and a version that follows
// from their contents. script/finish.mjs runs it after script/shrink.mjs.

import { transform } from "esbuild";
import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";

const staging = process.env.TRUNK_STAGING_DIR;
if (staging === undefined) throw new Error("script/offline.mjs is run by Trunk through script/finish.mjs: see Trunk.toml");
if (process.env.TRUNK_PROFILE === "release") await write(staging);

async function write(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
  const template = await readFile("service-worker.js", "utf8");
  const fresh = /FRESH = \[(.*)\]/.exec(template)[1];
  const kept = names.filter((name) => !fresh.includes(`"${name}"`));
  const hash = createHash("sha256").update(template);
  for (const name of kept) hash.update(name).update(await readFile(path.join(folder, name)));
  const files = kept.map((name) => (name === "index.html" ? "./" : name));
  const filled = template
    .replace('VERSION = "unbuilt"', `VERSION = "${hash.digest("hex").slice(0, 16)}"`)
    .replace("FILES = []", `FILES = ${JSON.stringify(files)}`);
  if (filled.includes("unbuilt") || filled.includes("FILES = [];")) throw new Error("service-worker.js has no place for the files");
  const { code } = await transform(filled, { loader: "js", target: "es2022", minify: true, legalComments: "none" });
  await writeFile(path.join(folder, "service-worker.js"), code);
}
