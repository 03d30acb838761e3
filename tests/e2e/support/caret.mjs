// Moving the caret and selecting by keys alone, as a person does who knows the keys: by blocks, then words, then characters.

/** Selects a quote; `nth` counts its occurrences from 0. `blocks` are the article's texts. */
export async function select(attest, blocks, quote, nth = 0) {
  const places = blocks.flatMap((text, block) => {
    const starts = [];
    for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) starts.push({ block, at });
    return starts;
  });
  const { block, at } = places[nth];
  await moveCaret(attest, blocks, block, at);
  await moveCaret(attest, blocks, block, at + quote.length, "Shift+");
}

async function moveCaret(attest, blocks, block, offset, shift = "") {
  const { block: from } = await attest.caret();
  await attest.press(...Array(Math.abs(block - from)).fill(`${shift}Control+Arrow${from < block ? "Down" : "Up"}`));

  const [right, left] = (await attest.runsLeft(block)) ? ["Left", "Right"] : ["Right", "Left"];
  const text = blocks[block];
  const { offset: start } = await attest.caret();
  const isForward = start < offset;
  const words = segments(text, "word")
    .filter(({ isWordLike }) => isWordLike)
    .map(({ index, segment }) => (shift && isForward ? index + segment.length : index))
    .filter((edge) => (isForward ? edge > start && edge <= offset : edge < start && edge >= offset));
  await attest.press(...words.map(() => `${shift}Control+Arrow${isForward ? right : left}`));

  for (;;) {
    const caret = await attest.caret();
    const isBefore = caret.block < block || (caret.block === block && caret.offset < offset);
    if (caret.block === block && caret.offset === offset) return;
    const between = caret.block === block ? text.slice(...[caret.offset, offset].toSorted((a, b) => a - b)) : "x";
    await attest.press(...segments(between, "grapheme").map(() => `${shift}Arrow${isBefore ? right : left}`));
  }
}

const segments = (text, granularity) => [...new Intl.Segmenter("en", { granularity }).segment(text)];
