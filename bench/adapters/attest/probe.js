// Runs before the app's own scripts and makes window.bench of what is to be seen in the page. The app has no part in it.
(() => {
  const ROOT = "[data-article]";
  const COUNT = "data-annotation-count";
  const ANNOTATIONS = /^attest-label-/; // the names of the highlights that paint annotations
  const SELECTED = "attest-selected";
  const HOVERED = "attest-hover";

  const { text, anns } = window.__benchSpec;
  const root = () => document.querySelector(ROOT);

  // Each line that holds more than white space is a block, of one text node.
  const starts = [];
  let at = 0;
  for (const line of text.split("\n")) {
    if (line.trim() !== "") starts.push(at);
    at += line.length + 1;
  }
  const blockOf = (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  let lines = []; // by block; looked up again when one is not there yet, or no longer
  const lineOf = (block) => {
    if (!lines[block]?.isConnected) lines = root()?.querySelectorAll("[data-block]") ?? [];
    const line = lines[block];
    return line?.getAttribute("data-block") === String(block) ? line : null;
  };
  const range = (start, end) => {
    const block = blockOf(start);
    const node = lineOf(block)?.firstChild;
    if (!node || end - starts[block] > node.data.length) return null;
    const made = new Range();
    made.setStart(node, start - starts[block]);
    made.setEnd(node, end - starts[block]);
    return made;
  };
  const rect = (start, end) => {
    const first = range(start, start + 1)?.getClientRects()[0];
    const last = [...(range(end - 1, end)?.getClientRects() ?? [])].at(-1);
    if (!first || !last) return null;
    return {
      x1: first.left + 1,
      y1: first.top + first.height / 2,
      x2: last.right - 1,
      y2: last.top + last.height / 2,
    };
  };
  const isIn = (isName, { start, end }) => {
    const wanted = range(start, end);
    if (!wanted) return false;
    for (const [name, highlight] of CSS.highlights) {
      if (!isName(name)) continue;
      for (const painted of highlight) {
        const isSame =
          painted.startContainer === wanted.startContainer &&
          painted.startOffset === wanted.startOffset &&
          painted.endContainer === wanted.endContainer &&
          painted.endOffset === wanted.endOffset;
        if (isSame) return true;
      }
    }
    return false;
  };

  window.bench = {
    get loaded() {
      return (root()?.children.length ?? 0) > 0 && this.count() === anns.length;
    },
    count: () => Number(root()?.getAttribute(COUNT) ?? -1),
    isShown: (annotation) => isIn((name) => ANNOTATIONS.test(name), annotation),
    /** Whether something in a stretch that was bare is painted: the app may have taken in whole words, or left a comma out. */
    isMarked: ({ start, end }) => {
      const wanted = range(start, end);
      if (!wanted) return false;
      for (const [name, highlight] of CSS.highlights) {
        if (!ANNOTATIONS.test(name)) continue;
        for (const painted of highlight) {
          const isHere = painted.startContainer === wanted.startContainer;
          if (isHere && painted.startOffset < wanted.endOffset && wanted.startOffset < painted.endOffset) return true;
        }
      }
      return false;
    },
    isHovered: (annotation) => isIn((name) => name === HOVERED, annotation),
    isSelected: (annotation) => isIn((name) => name === SELECTED, annotation),
    firstScreen: () =>
      anns
        .slice(0, 60)
        .filter(({ start, end }) => {
          const found = rect(start, end);
          return found && found.y1 >= 0 && found.y2 < innerHeight;
        })
        .slice(0, 40),
    rect,
    scrollTo(offset) {
      lineOf(blockOf(offset))?.scrollIntoView({ block: "center" });
      const found = range(offset, offset + 1)?.getBoundingClientRect();
      if (found) window.scrollBy(0, found.top - innerHeight * 0.45);
    },
    scroller: () => document.scrollingElement,
  };
})();
