
// What a split program's glue takes to get its later part (script/split.mjs). script/shrink.mjs puts it at the end of the glue,
// whose `wasm` is the first part, and `given` what that was started with.

const laterPart = new URL("LATER", import.meta.url);

function come(module) {
  if (!wasm["HERE"].value) new WebAssembly.Instance(module, { ...given, FIRST: wasm });
}

// The program runs into something of the later part, and cannot wait.
function loadNow() {
  try {
    const request = new XMLHttpRequest();
    request.open("GET", laterPart, false);
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send();
    come(new WebAssembly.Module(Uint8Array.from(request.responseText, (byte) => byte.charCodeAt(0))));
  } catch (error) {
    throw new WebAssembly.RuntimeError(`a part of the program could not be loaded: ${error}`);
  }
}

/** Loads the later part; without a network as soon as there is one. */
export async function loadLater() {
  for (;;) {
    try {
      return come(await WebAssembly.compile(await (await fetch(laterPart, { priority: "low" })).arrayBuffer()));
    } catch {
      await new Promise((again) => setTimeout(again, 5000));
    }
  }
}
