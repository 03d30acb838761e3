// Makes the articles and the annotations: a pure function of the size and its seed, the same on every machine.
import { rng } from "../../tests/e2e/support/random.mjs";

export const LABELS = ['claim', 'figure', 'caption', 'attribution'];
export const SIZES = {
  S: { bytes: 3_000, n: 20, seed: 101 },
  M: { bytes: 100_000, n: 1_000, seed: 202 },
  L: { bytes: 1_000_000, n: 10_000, seed: 303 },
};

/** How Attest grows: opened from a file, since not all of them fit into local storage. */
export const GROWTH = {
  "1 MB, 1,000": { bytes: 1_000_000, n: 1_000, seed: 404 },
  "1 MB, 10,000": { bytes: 1_000_000, n: 10_000, seed: 303 },
  "10 MB, 1,000": { bytes: 10_000_000, n: 1_000, seed: 505 },
  "10 MB, 10,000": { bytes: 10_000_000, n: 10_000, seed: 606 },
  "10 MB, 100,000": { bytes: 10_000_000, n: 100_000, seed: 707 },
};
export const sizeOf = (size) => SIZES[size] ?? GROWTH[size];

const WORDS = ('the of to and a in that for on with as was by at from it said is has had were but not which after ' +
  'government minister company report year people city police market court workers energy prices public officials ' +
  'election health support data growth plan budget rate country president region water school trade research ' +
  'according between several million percent increase decline announced expected recently during against before ' +
  'infrastructure negotiations international environmental manufacturers agricultural unemployment').split(' ');
const NAMES = ['Renée Díaz', 'Tomás Ortiz', 'Amara Okafor', 'J. P. Lindqvist', 'Mei-Ling Zhao', 'Siobhán Kelly', 'Ravi Menon'];

export function makeText(bytes, seed) {
  const r = rng(seed);
  const pick = (a) => a[Math.floor(r() * a.length)];
  const sentence = () => {
    const n = 8 + Math.floor(r() * 18);
    const w = [];
    for (let i = 0; i < n; i++) {
      const x = r();
      if (x < 0.04) w.push(pick(NAMES));
      else if (x < 0.07) w.push(`$${(r() * 90 + 1).toFixed(1)} million`);
      else if (x < 0.09) w.push(`${Math.floor(r() * 100)}%`);
      else w.push(WORDS[Math.floor(Math.pow(r(), 1.6) * WORDS.length)]);
    }
    let s = w.join(' ');
    s = s[0].toUpperCase() + s.slice(1);
    if (r() < 0.15) s = `“${s},” said ${pick(NAMES)}`;
    return s + '.';
  };
  const paras = [];
  let size = 0;
  while (size < bytes) {
    const k = 2 + Math.floor(r() * 4);
    const s = [];
    for (let i = 0; i < k; i++) s.push(sentence());
    let p = s.join(' ');
    const b = Buffer.byteLength(p) + 1;
    if (size + b > bytes && paras.length) { // cut the last paragraph at a word boundary
      p = p.slice(0, Math.max(60, bytes - size)).replace(/\s+\S*$/, '');
      paras.push(p);
      break;
    }
    paras.push(p);
    size += b;
  }
  return paras.join('\n');
}

// offsets are UTF-16 code units into `text`; spans never cross a paragraph ("\n").
function snap(text, start, len) { // align [start, start+len) to word boundaries in one paragraph
  let s = start;
  while (s > 0 && /\S/.test(text[s - 1])) s--;
  const nl = text.indexOf('\n', s);
  const paraEnd = nl < 0 ? text.length : nl;
  if (text[s] === '\n' || text[s] === ' ') s++;
  let e = Math.min(s + len, paraEnd);
  while (e < paraEnd && /\S/.test(text[e])) e++;
  while (e > s && /\s/.test(text[e - 1])) e--;
  return e - s >= 3 ? [s, e] : null;
}

/** overlap: share of the spans that overlap or nest in another one (0.2), or 0 for flat peers */
export function makeAnnotations(text, n, seed, overlap = 0.2) {
  const r = rng(seed ^ 0x9e3779b9);
  const nBase = Math.round(n * (1 - overlap));
  const out = [];
  const slot = text.length / nBase;
  let lastEnd = -1;
  for (let i = 0; i < nBase; i++) {
    const lo = Math.max(Math.ceil(i * slot), lastEnd + 2);
    const maxLen = Math.max(6, Math.min(60, Math.floor(slot * 0.45)));
    let sp = null;
    for (let tries = 0; tries < 12 && !sp; tries++) {
      const len = 5 + Math.floor(r() * maxLen);
      const st = Math.floor(lo + r() * Math.max(1, slot * 0.35));
      if (st >= text.length - 8) continue;
      const c = snap(text, st, len);
      if (c && c[0] > lastEnd && c[1] - c[0] <= 90) sp = c;
    }
    if (!sp) continue;
    lastEnd = sp[1];
    out.push({ start: sp[0], end: sp[1] });
  }
  const base = out.slice();
  let guard = 0;
  while (out.length < n && overlap > 0 && guard++ < n * 40) {
    const b = base[Math.floor(r() * base.length)];
    let c;
    if (r() < 0.5) c = snap(text, b.start + Math.floor(r() * (b.end - b.start) * 0.6), 4 + Math.floor(r() * (b.end - b.start) * 0.4)); // nested
    else c = snap(text, b.start + Math.floor((b.end - b.start) * (0.3 + r() * 0.5)), (b.end - b.start) + 5); // partial
    if (c && c[0] < b.end && c[1] > b.start && !(c[0] === b.start && c[1] === b.end)) out.push({ start: c[0], end: c[1] });
  }
  out.sort((x, y) => x.start - y.start || y.end - x.end);
  return out.map((a, i) => ({ id: `a${String(i).padStart(6, '0')}`, ...a, label: LABELS[Math.floor(r() * 4)] }));
}

/** k word-aligned spans in un-annotated gaps, spread at random over the document: the spans the runner adds. */
export function makeGaps(text, anns, k, seed) {
  const r = rng(seed ^ 0x51ed270b);
  const s = anns.slice().sort((a, b) => a.start - b.start);
  const gaps = [];
  let end = 0;
  for (const a of s) {
    if (a.start - end > 24) gaps.push([end + 1, a.start - 1]);
    end = Math.max(end, a.end);
  }
  const out = [];
  const used = new Set();
  let guard = 0;
  while (out.length < k && guard++ < 20000 && used.size < gaps.length) {
    const i = Math.floor(r() * gaps.length);
    if (used.has(i)) continue;
    used.add(i);
    const [lo, hi] = gaps[i];
    for (const m of text.slice(lo, hi).matchAll(/(?<=\s)\S+(?: \S+){1,3}(?=\s)/g)) {
      const st = lo + m.index, en = st + m[0].length;
      if (!m[0].includes('\n') && en - st >= 8 && en - st <= 40) { out.push({ start: st, end: en, label: LABELS[out.length % 4] }); break; }
    }
  }
  return out;
}

export function corpus(size, { overlap = 0.2 } = {}) {
  const { bytes, n, seed } = sizeOf(size);
  const text = makeText(bytes, seed);
  const anns = makeAnnotations(text, n, seed, overlap);
  return { size, text, anns, seed };
}
