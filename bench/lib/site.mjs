// The pages that Attest is compared with, put together for serving: each is one script and one style sheet, made small as they
// would be for readers.

import { buildSync } from "esbuild";
import fs from "node:fs";
import path from "node:path";

/** The files of an adapter's page by their path in the site, as `serve` of script/static-server.mjs takes them. */
export function filesOf(bench, name) {
  const folder = path.join(bench, "adapters", name);
  const styles = [path.join(bench, "lib", "page.css"), path.join(folder, "page.css")].filter((file) => fs.existsSync(file));
  const { outputFiles } = buildSync({
    stdin: {
      contents: [...styles, path.join(folder, "page.js")].map((file) => `import ${JSON.stringify(file)};`).join("\n"),
      resolveDir: bench,
    },
    outfile: path.join(bench, "page.js"),
    nodePaths: [path.join(bench, "peers", "node_modules")],
    bundle: true,
    minify: true,
    format: "iife",
    target: "chrome120",
    write: false,
  });
  return {
    "index.html":
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>` +
      '<link rel="icon" href="data:,"><link rel="stylesheet" href="page.css">' +
      '<div id="content"></div><script src="page.js"></script></html>\n',
    ...Object.fromEntries(outputFiles.map(({ path: file, text }) => [path.basename(file), text])),
  };
}
