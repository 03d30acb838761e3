
// What a split program's glue takes to get its later part (script/split.mjs). script/shrink.mjs puts it at the end of the glue,
// whose `wasm` is the first part, and `given` what that was started with.

const laterPart = new URL("LATER", import.meta.url);

// Its bytes, once they have been fetched.
let fetched;

const isHere = () => wasm["HERE"].value !== 0;
const asked = () => ({ ...given, FIRST: wasm });

// The program runs into something of the later part, and cannot wait.
function loadNow() {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(fetched ?? readNow()), asked());
  } catch (error) {
    throw new WebAssembly.RuntimeError(`a part of the program could not be loaded: ${error}`);
  }
}

function readNow() {
  const request = new XMLHttpRequest();
  request.open("GET", laterPart, false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status >= 400) throw new Error(request.status);
  return Uint8Array.from(request.responseText, (byte) => byte.charCodeAt(0));
}

/** Fetches the later part, so that it is at hand whenever it is needed. Fails where it cannot be had. */
export async function fetchLater() {
  const response = await fetch(laterPart, { priority: "low" });
  if (!response.ok) throw new Error(response.status);
  fetched = await response.arrayBuffer();
}

/** Loads the later part; without a network as soon as there is one. */
export async function loadLater() {
  for (let pause = 5000; !isHere(); pause = Math.min(2 * pause, 300_000)) {
    try {
      if (!fetched) await fetchLater();
      const module = await WebAssembly.compile(fetched);
      if (!isHere()) await WebAssembly.instantiate(module, asked());
    } catch {
      fetched = undefined;
      await new Promise((again) => setTimeout(again, pause));
    }
  }
  fetched = undefined;
}
