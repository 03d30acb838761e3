// Keeps the site's files in this browser, so that Attest opens without a network. script/offline.mjs puts in the names of the
// files and their version when the site is built. A newer version waits until a person wants it, or until no page is open.

const VERSION = "unbuilt";
const FILES = [];

/** What a host may replace at any time: asked for anew whenever there is a network. */
const FRESH = ["article.txt", "guidelines.txt", "practice.attest.json", "suggestion-words.txt"];

const NAMES = `attest ${registration.scope} `;

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", () => skipWaiting());
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  event.respondWith(answer(request));
  if (request.mode === "navigate") event.waitUntil(tidy(event.resultingClientId));
});

/** Fetches every file of this version; without one of them the version is not kept. */
async function keep() {
  const isThere = await caches.has(NAMES + VERSION);
  try {
    const cache = await caches.open(NAMES + VERSION);
    await cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
    // While a site is being replaced, its page may still be the old one, which names other files.
    const page = await (await cache.match("./")).text();
    if (!FILES.every((file) => page.includes(file) || !/^\w+-\w{16}\.(js|css)$/.test(file))) throw new Error("the page is of another version");
    // A site may have none.
    await Promise.all(FRESH.map((file) => cache.add(file).catch(() => {})));
  } catch (error) {
    if (!isThere) await caches.delete(NAMES + VERSION);
    throw error;
  }
}

/** Deletes other versions when the first page is opened: none that is still open needs a part of them. */
async function tidy(opening) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (registration.installing || registration.waiting || pages.some(({ id }) => id !== opening)) return;
  const others = (await caches.keys()).filter((name) => name.startsWith(NAMES) && name !== NAMES + VERSION);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function answer(request) {
  const { origin, pathname } = new URL(request.url);
  const named = origin + pathname;
  const address = named === `${registration.scope}index.html` ? registration.scope : named;
  if (!FRESH.some((file) => registration.scope + file === address)) return (await find(address)) ?? fetch(request);
  try {
    const response = await fetch(request);
    if (response.ok) await replace(address, response.clone());
    return response;
  } catch {
    return (await find(address)) ?? Response.error();
  }
}

/** What is kept of an address. A page of an older version may need a file of its own, whose name has the hash of its contents. */
async function find(address) {
  try {
    const kept = await (await caches.open(NAMES + VERSION)).match(address);
    return kept ?? (/-[0-9a-f]{16}[._]/.test(address) ? await caches.match(address) : undefined);
  } catch {
    return undefined;
  }
}

async function replace(address, response) {
  try {
    await (await caches.open(NAMES + VERSION)).put(address, response);
  } catch {
    // There is no room for it, or the host forbids it: what was kept stays.
  }
}
