// Starts the app: loads the two hashed files that Trunk names in the page's links (see Trunk.toml), and says so when it
// could not start or has stopped. Before that it shows the text of the article that was open last. Loads the annex when it is
// first asked for something (src/app/annex.rs).

const file = (id) => document.getElementById(id).href;

function show(words) {
  const message = document.getElementById("boot-error");
  message.textContent = words;
  message.hidden = false;
}

// The program stops where it finds itself in a state that cannot be.
function stopped({ error, reason = error }) {
  if (reason instanceof WebAssembly.RuntimeError) {
    show("Attest stopped because of an error. Your work was saved with every change: reload the page to go on.");
  }
}
addEventListener("error", stopped);
addEventListener("unhandledrejection", stopped);

// The page's policy lets no string become markup or a script's address. These may: the source of a web page that is opened,
// which is parsed into a document of its own where nothing runs, and the workers, which come from the site itself.
const allow = (text, _, sink) => (/^DOMParser|Worker/.test(sink) ? text : null);
globalThis.trustedTypes?.createPolicy("default", { createHTML: allow, createScriptURL: allow });

// What the annex is asked for while it is on its way.
const asked = [];
const send = (name, detail) => dispatchEvent(new CustomEvent(`attest:${name}`, { detail }));

function wait({ detail }) {
  if (asked.push(detail) > 1) return;
  import(new URL(document.querySelector("[name=annex]").content, document.baseURI)).catch(() => {
    asked.length = 0;
    send("answer", ["failed", ""]);
  });
}
addEventListener("attest:ask", wait);
addEventListener("attest:ready", () => {
  removeEventListener("attest:ask", wait);
  for (const detail of asked.splice(0)) send("ask", detail);
});

// The first blocks, in the nodes that the program would make of them (src/browser/article.rs) and takes over where they
// are what it finds (src/edge/painting.rs): those of the article that was open last, or on a first visit of the site's own.
// Whatever is wrong with what is stored, is the program's to tell.
async function showText() {
  try {
    const kept = (key) => JSON.parse(localStorage.getItem(`attest/${key}`));
    // The program begins at the top, so nothing is to be scrolled to; but whoever has scrolled by then stays there.
    history.scrollRestoration = "manual";
    const theme = kept("settings")?.theme;
    if (theme) document.documentElement.dataset.theme = theme;
    const id = localStorage.getItem("attest/open");
    // On a narrow page margins come between the blocks, and would push them down.
    if (!id || !matchMedia("(max-width: 48rem)").matches || !kept(`card/${id}`).annotations) {
      const site = id ? null : await fetch("article.txt");
      if (site && !site.ok) return;
      const lines = site ? (await site.text()).split(/\r\n?|\n/) : kept(`text/${id}`).text.split("\n");
      const make = (tag) => document.createElement(tag);
      const group = make("div");
      let size = 0;
      for (const text of lines) {
        const index = group.childElementCount;
        // As many as stand in one group (GROUP in src/browser/article.rs).
        if (index === 48 || size > 12_000) break;
        if (text.trim()) {
          const frame = make("div");
          const line = make(index ? "p" : "h1");
          frame.className = "block";
          line.dataset.block = index;
          line.dir = "auto";
          line.append(text);
          frame.append(line);
          group.append(frame);
          size += text.length;
        }
      }
      const article = document.getElementById("article");
      if (!article.childElementCount) article.append(group);
    }
  } catch {}
}

const browsers =
  "a current Chrome, Edge, Firefox (140 or newer) or Safari (17.2 or newer). What was saved in this browser is still there.";

async function begin() {
  const program = import(file("app-js"));
  showText();
  // What the main job does not need (script/split.mjs). A debug build has it in one.
  const { default: start, fetchLater, loadLater } = await program;
  // Where the site's files are kept, it is at hand from the beginning: without a network there may be no other moment, since
  // the request that does not return before there is an answer passes by the service worker in some browsers.
  if (navigator.serviceWorker?.controller) await fetchLater?.().catch(() => {});
  await start({ module_or_path: file("app-wasm") });
  // Else once the first screen is there.
  const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 300));
  whenIdle(() => loadLater?.(), { timeout: 1000 });
}

if (globalThis.Highlight && CSS.highlights) {
  await begin().catch((error) => {
    show(`Attest could not start. Reload the page; if that does not help, try ${browsers} (${error})`);
    throw error;
  });
} else {
  // The text could be read, but nothing be marked in it.
  showText();
  show(`Attest does not work in this browser. Use ${browsers}`);
}

// Keeps the site's files for times without a network, once the start is over. A newer version is offered, never forced.
async function keep() {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register("service-worker.js");
  const offer = () => {
    if (registration.waiting && serviceWorker.controller) send("answer", ["update", ""]);
  };
  offer();
  registration.addEventListener("updatefound", () => registration.installing.addEventListener("statechange", offer));
  addEventListener("attest:update", () => {
    // Another tab may have had it already.
    if (!registration.waiting) location.reload();
    serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("");
  });
}
setTimeout(() => keep().catch(() => {}), 2000);

// Files that the system opens with Attest.
globalThis.launchQueue?.setConsumer(async ({ files }) => {
  send("open", ["", "", ...(await Promise.all(files.map((file) => file.getFile())))]);
});
