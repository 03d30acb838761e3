// Keeps the site's files in this browser, so that Attest opens without a network. script/offline.mjs puts in the names of the
// files and their version when the site is built. A newer version waits until a person wants it, or until no page is open.

const VERSION = "unbuilt";
const FILES = [];

/** What a host may replace at any time: asked for anew whenever there is a network. */
const FRESH = ["article.txt", "guidelines.txt", "practice.attest.json", "suggestion-words.txt"];

const NAMES = `attest ${registration.scope} `;

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("message", () => skipWaiting());
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(registration.scope)) event.respondWith(answer(request));
});

/** Fetches every file of this version; without one of them the version is not kept. */
async function keep() {
  const cache = await caches.open(NAMES + VERSION);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
  // A site may have none.
  await Promise.all(FRESH.map((file) => cache.add(file).catch(() => {})));
}

/** Deletes old versions, but the one before: a page that is still open may need a part of it. */
async function tidy() {
  const own = (await caches.keys()).filter((name) => name.startsWith(NAMES));
  await Promise.all(own.slice(0, -2).map((name) => caches.delete(name)));
  await clients.claim();
}

async function answer(request) {
  const { origin, pathname } = new URL(request.url);
  const address = origin + pathname;
  const cache = await caches.open(NAMES + VERSION);
  if (FRESH.some((file) => registration.scope + file === address)) {
    try {
      const response = await fetch(request);
      if (response.ok) await cache.put(address, response.clone());
      return response;
    } catch {
      return (await cache.match(address)) ?? Response.error();
    }
  }
  return (await cache.match(address)) ?? (await caches.match(address)) ?? fetch(request);
}
