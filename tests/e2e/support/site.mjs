// The built site, served for one test.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serve } from "../../../script/static-server.mjs";

const DIST = fileURLToPath(new URL("../../../dist", import.meta.url));

/**
 * Serves dist/ on a free port: `origin`, `url` (where the app is) and `close()`.
 *
 * - `article` is the text of article.txt, where the test wants its own.
 * - `base` is the folder that the site lies in.
 * - `replace` is what other files are replaced by, as in script/static-server.mjs.
 */
export function serveSite({ article, base = "/", replace = {} } = {}) {
  if (!existsSync(`${DIST}/index.html`)) throw new Error("there is no dist/: run script/build first");
  return serve({ dir: DIST, base, replace: article === undefined ? replace : { ...replace, "article.txt": article } });
}
