// A static file server for dist/, on this machine alone.
// Used by script/server and, as a module, by the browser tests. Not for deployment: any file host serves dist/ as well.
//
//   node script/static-server.mjs --dir dist --port 8080 [--article FILE]

import { createReadStream } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/**
 * Serves the files of `dir` at http://127.0.0.1:`port` + `base`, and resolves once it listens.
 *
 * - `port` 0 takes a free one.
 * - `base` begins and ends with a slash: the folder that the site seems to lie in.
 * - `replace` maps a file's path below `base` to what is sent in its place: a string or a buffer is the content, a
 *   function is called at each request for it, and null means that there is no such file.
 */
export async function serve({ dir, port = 0, base = "/", replace = {} }) {
  const root = await realpath(dir);
  const server = http.createServer((request, response) => {
    answer({ root, base, replace }, request, response).catch(() => refuse(response, 500));
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: origin + base,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

async function answer({ root, base, replace }, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405);
  const asked = decodedPath(request.url);
  if (asked === null) return refuse(response, 400);
  if (!asked.startsWith(base)) return refuse(response, 404);
  let name = asked.slice(base.length);
  if (name === "" || name.endsWith("/")) name += "index.html";

  if (Object.hasOwn(replace, name)) {
    const given = replace[name];
    const content = typeof given === "function" ? await given() : given;
    if (content === null) return refuse(response, 404);
    response.writeHead(200, headers(name, Buffer.byteLength(content)));
    return response.end(request.method === "HEAD" ? undefined : content);
  }

  const file = await fileBelow(root, name);
  if (file === null) return refuse(response, 404);
  response.writeHead(200, headers(name, file.size));
  if (request.method === "HEAD") return response.end();
  createReadStream(file.path)
    .on("error", () => response.destroy())
    .pipe(response);
}

/** The path of a request without its query, or null where it is not well formed. */
function decodedPath(url) {
  try {
    const asked = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    return asked.startsWith("/") && !asked.includes("\0") ? asked : null;
  } catch {
    return null;
  }
}

/** The regular file that `name` means in `root`, or null: also where dots or a link lead out of it. */
async function fileBelow(root, name) {
  try {
    const real = await realpath(path.join(root, name));
    if (!real.startsWith(root + path.sep)) return null;
    const found = await stat(real);
    return found.isFile() ? { path: real, size: found.size } : null;
  } catch {
    return null;
  }
}

function headers(name, length) {
  return {
    "Content-Type": TYPES[path.extname(name)] ?? "application/octet-stream",
    "Content-Length": length,
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
  };
}

function refuse(response, status) {
  if (response.headersSent) return response.destroy();
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff" });
  response.end(`${status} ${http.STATUS_CODES[status]}\n`);
}

if (process.argv[1] && (await realpath(process.argv[1])) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { dir: { type: "string" }, port: { type: "string", default: "8080" }, article: { type: "string" } },
  });
  const article = values.article;
  try {
    const site = await serve({
      dir: values.dir,
      port: Number(values.port),
      // Read anew at each request, so that a reload shows an edited file.
      replace: article === undefined ? {} : { "article.txt": () => readFile(article) },
    });
    console.log(`Attest is at ${site.url} (stop it with Ctrl+C)`);
    if (article !== undefined) console.log(`article.txt is ${article}`);
  } catch (error) {
    const taken = error.code === "EADDRINUSE";
    const reason = taken ? `port ${values.port} is in use: choose another, as in PORT=8081 script/server` : error.message;
    console.error(`script/server: ${reason}`);
    process.exitCode = 1;
  }
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
}
