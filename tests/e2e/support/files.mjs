// Files for a person to open, in a folder of the test's own.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { says } from "./expectations.mjs";

/** Writes a file beside the downloads of a profile and gives its path. */
export async function fileOf(profile, name, contents) {
  const file = path.join(profile.files, name);
  await writeFile(file, contents);
  return file;
}

/**
 * Opens files that cannot be opened, each alone: `bad` has the contents and the pattern of the reason, by file name. What is
 * told names the file and gives the reason, and nothing changes.
 */
export async function refuses(attest, profile, bad) {
  const work = async () => [await attest.blocks(), await attest.work()];
  const before = await work();
  for (const [name, [contents, reason]] of Object.entries(bad)) {
    await attest.openFiles(await fileOf(profile, name, contents));
    for (const pattern of [new RegExp(name.replaceAll(".", "\\.")), reason, /Nothing has changed/]) {
      await says(attest, pattern);
    }
    assert.deepEqual(await work(), before, name);
  }
}

/** Drops a file onto the page: with Chromium's own drag, in Firefox by the events of one. */
export async function drop(attest, file, contents) {
  if (attest.engine === "chromium") {
    const session = await attest.page.createCDPSession();
    const data = { items: [], files: [file], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
    }
    await session.detach();
    return;
  }
  await attest.page.evaluate(
    (name, bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name));
      for (const type of ["dragenter", "dragover", "drop"]) {
        const target = document.elementFromPoint(300, 300);
        target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
      }
    },
    path.basename(file),
    [...Buffer.from(contents)],
  );
}
