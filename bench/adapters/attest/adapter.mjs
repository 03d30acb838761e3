// Attest, from outside: the built site at "/", the work in local storage as an earlier visit would have left it, and a real
// mouse and keyboard. probe.js reads what anybody could observe in the page.

import { createHash } from "node:crypto";
import fs from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const NOW = "2026-01-01T08:00:00Z";
const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");
const idOf = (text) => `d-${sha256(text).slice(0, 16)}`;

/** The corpus' annotations as the annotation file has them. */
const annotationsOf = ({ text, anns }) =>
  anns.map(({ id, start, end, label }) => ({
    id,
    label,
    spans: [{ start, end, quote: text.slice(start, end) }],
    origin: "human",
    created: NOW,
    modified: NOW,
  }));

const attest = {
  title: "Attest",
  probe: "probe.js",
  caps: { add: "1", remove: "Delete", select: true, hover: true },

  /** The storage as src/app/saved.rs has it: one article with its annotations, and open. */
  seed({ text, anns }, dist) {
    // The corpus has no character outside the BMP, so its UTF-16 offsets are code points.
    if (/[\ud800-\udfff]/.test(text)) throw new Error("the corpus leaves the BMP: turn its offsets into code points");
    const id = idOf(text);
    const title = text.slice(0, text.indexOf("\n")).slice(0, 80);
    const document = { id, title, sha256: sha256(text), source: "corpus.txt", status: "open" };
    const annotations = annotationsOf({ text, anns });
    // The site's own article counts as known, or it would be opened in the place of this one.
    const bundled = fs.readFileSync(path.join(dist, "article.txt"), "utf8").replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
    const stored = {
      [`text/${id}`]: { ...document, text },
      [`snapshot/${id}`]: { format: "attest", version: 1, document, annotations, links: [] },
      [`card/${id}`]: { id, title, annotations: anns.length, modified: NOW, downloaded: "", removed: "" },
      settings: { theme: "", single_keys: true, bundled: idOf(bundled) },
    };
    const entries = Object.entries(stored).map(([key, value]) => [`attest/${key}`, JSON.stringify(value)]);
    return Object.fromEntries([...entries, ["attest/open", id]]);
  },
};
export default attest;

export const variants = {
  "attest-file": {
    ...attest,
    title: "Attest, the article opened from an annotation file",
    seed: () => ({}),

    /** Chooses the file, as a person does in the list of articles; gives what removes it again. */
    async open(page, { text, anns }) {
      const folder = await mkdtemp(path.join(tmpdir(), "attest-bench-"));
      const annotations = annotationsOf({ text, anns });
      const file = path.join(folder, "large.attest.json");
      await writeFile(file, JSON.stringify({ format: "attest", version: 1, document: { text }, annotations }));
      await page.waitForSelector(".overlay");
      await page.keyboard.down("Control");
      await page.keyboard.press("o");
      await page.keyboard.up("Control");
      await (await page.waitForSelector('input[type="file"]')).uploadFile(file);
      // The page reads it when it comes to that.
      return () => rm(folder, { recursive: true });
    },

    /** What the state line and the message say. */
    tell: (page) => page.$$eval('footer.status, .messages [role="status"]', (all) => all.map((one) => one.innerText).join(" · ")),
  },
};
