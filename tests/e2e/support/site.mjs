// The built site, served for one test.

import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../../../script/static-server.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** The folder of the built site: dist/, or the one that ATTEST_DIST names. */
export const dist = path.resolve(ROOT, process.env.ATTEST_DIST ?? "dist");

/**
 * Serves the built site on a free port: `origin`, `url` (where the app is) and `close()`.
 *
 * - `article` is the text of article.txt, where the test wants its own.
 * - `base` is the folder that the site lies in.
 * - `replace` is what other files are replaced by, as in script/static-server.mjs.
 */
export function serveSite({ article, base = "/", replace = {} } = {}) {
  if (!existsSync(`${dist}/index.html`)) throw new Error(`there is no built site in ${dist}: run script/build first`);
  return serve({ dir: dist, base, replace: article === undefined ? replace : { ...replace, "article.txt": article } });
}

/** Lets a page ask the site for every file: a service worker would have them already. To be called before the page is opened. */
export const withoutServiceWorker = (page) =>
  page.evaluateOnNewDocument(() => Object.defineProperty(navigator, "serviceWorker", { value: undefined }));
