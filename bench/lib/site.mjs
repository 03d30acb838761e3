// The pages that Attest is compared with, put together for serving: each is one script, so that none waits for another.

import fs from "node:fs";
import path from "node:path";

/** The files of an adapter's page by their path in the site, as `serve` of script/static-server.mjs takes them. */
export function filesOf(bench, name) {
  const read = (...parts) => fs.readFileSync(path.join(bench, ...parts), "utf8");
  const css = path.join(bench, "adapters", name, "page.css");
  const library = read("lib", "page.js").replace(/^export /gm, "");
  const page = read("adapters", name, "page.js").replace(/^import .*;$/gm, "");
  return {
    "index.html":
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>` +
      '<link rel="icon" href="data:,"><link rel="stylesheet" href="page.css">' +
      '<div id="content"></div><script src="page.js"></script></html>\n',
    "page.css": read("lib", "page.css") + (fs.existsSync(css) ? fs.readFileSync(css, "utf8") : ""),
    // Each in a block of its own: both have names such as `firstScreen`.
    "page.js": `"use strict";\n{\n${library}\n{\n${page}\n}\n}\n`,
  };
}
