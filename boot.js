// Starts the app: loads the two hashed files that Trunk names in the page's links (see Trunk.toml), and says so when it
// could not start or has stopped. Before that it shows the text of the article that was open last.

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

// The first blocks, in the nodes that the program would make of them (src/browser/article.rs) and takes over where they
// are what it finds in the storage (src/edge/painting.rs). Whatever is wrong with what is stored, is the program's to tell.
function showText() {
  try {
    const kept = (key) => JSON.parse(localStorage.getItem(`attest/${key}`));
    // The program begins at the top, so nothing is to be scrolled to; but whoever has scrolled by then stays there.
    history.scrollRestoration = "manual";
    const theme = kept("settings")?.theme;
    if (theme) document.documentElement.dataset.theme = theme;
    const id = localStorage.getItem("attest/open");
    // On a narrow page margins come between the blocks, and would push them down.
    if (!matchMedia("(max-width: 48rem)").matches || !kept(`card/${id}`).annotations) {
      const make = (tag) => document.createElement(tag);
      const group = make("div");
      let size = 0;
      for (const text of kept(`text/${id}`).text.split("\n")) {
        const index = group.childElementCount;
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
      document.getElementById("article").append(group);
    }
  } catch {}
}

try {
  const program = import(file("app-js"));
  showText();
  const { default: start } = await program;
  await start({ module_or_path: file("app-wasm") });
} catch (error) {
  show(
    "Attest could not start. Reload the page; if that does not help, try a current Chrome, Edge, Firefox or Safari. " +
      `What was saved in this browser is still there. (${error})`,
  );
  throw error;
}
