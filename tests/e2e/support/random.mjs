// Chance that repeats itself: the same seed gives the same choices.

/** A generator (mulberry32) of numbers from 0 to below 1. */
export function rng(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A generator of choices: `below(n)` gives a whole number from 0 to n - 1, `pick(list)` one of a list. */
export function random(seed) {
  const next = rng(seed);
  const below = (limit) => Math.floor(next() * limit);
  return { below, pick: (list) => list[below(list.length)] };
}
