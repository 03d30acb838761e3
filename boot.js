// Starts the app: loads the two hashed files that Trunk names in the page's links (see Trunk.toml).
// Does nothing else; once the app runs, what goes wrong is the app's to tell.

const file = (id) => document.getElementById(id).href;

try {
  const { default: start } = await import(file("app-js"));
  await start({ module_or_path: file("app-wasm") });
} catch (error) {
  const message = document.getElementById("boot-error");
  message.textContent =
    "Attest could not start. Reload the page; if that does not help, try a current Chrome, Edge, Firefox or Safari. " +
    `What was saved in this browser is still there. (${error})`;
  message.hidden = false;
  throw error;
}
