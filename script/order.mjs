// Puts functions of a wasm file that are alike beside each other, so that gzip, which looks back 32 kB, finds in each what
// stood in the one before. Nothing else of the file changes. script/shrink.mjs runs it.

import { kindOf } from "./wat.mjs";

/** How many lines of a function's text, one instruction each, are compared as one piece. */
const PIECE = 2;

/** A piece of more functions than this tells nothing about likeness, and costs time. */
const COMMON = 200;

/** How many of the functions before the next one are what it should be like. */
const BEFORE = 6;

/** The parts of a wasm file (script/wat.mjs) with its functions in another order, behind the rest. */
export function orderedBySimilarity(parts) {
  const isFunction = (part) => kindOf(part) === "func";
  const functions = parts.filter(isFunction);
  const order = inOrder(functions.map(piecesOf));
  return [...parts.filter((part) => !isFunction(part)), ...order.map((index) => functions[index])];
}

/** What a function is made of. The first line has its name, which says nothing. */
function piecesOf(source) {
  const lines = source.split("\n").slice(1).map((line) => line.trim());
  return new Set(lines.slice(PIECE - 1).map((_, index) => lines.slice(index, index + PIECE).join("\n")));
}

/** The places of functions, given their pieces, in the order in which each is followed by what is most like it. */
function inOrder(functions) {
  const holders = new Map();
  functions.forEach((pieces, index) => {
    for (const piece of pieces) {
      if (!holders.has(piece)) holders.set(piece, []);
      holders.get(piece).push(index);
    }
  });
  const left = new Set([...functions.keys()].sort((one, other) => functions[other].size - functions[one].size));
  const order = [];
  while (left.size > 0) {
    const likeness = new Map();
    for (const before of order.slice(-BEFORE)) {
      for (const piece of functions[before]) {
        const holding = holders.get(piece);
        if (holding.length > COMMON) continue;
        for (const index of holding) {
          if (left.has(index)) likeness.set(index, (likeness.get(index) ?? 0) + 1 / holding.length);
        }
      }
    }
    let [next] = left;
    let most = 0;
    for (const [index, shared] of likeness) {
      const share = shared / Math.sqrt(functions[index].size + 20);
      if (share > most) [next, most] = [index, share];
    }
    order.push(next);
    left.delete(next);
  }
  return order;
}
