// Starts the app: loads the two hashed files that Trunk names in the page's links (see Trunk.toml), and says so when it
// could not start or has stopped.

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

try {
  const { default: start } = await import(file("app-js"));
  await start({ module_or_path: file("app-wasm") });
} catch (error) {
  show(
    "Attest could not start. Reload the page; if that does not help, try a current Chrome, Edge, Firefox or Safari. " +
      `What was saved in this browser is still there. (${error})`,
  );
  throw error;
}
