// Shared by the pages that Attest is compared with: the seed, the text as plain paragraphs, offsets to DOM points and back.
export const LABELS = ['claim', 'figure', 'caption', 'attribution'];

export function seed() {
  return { text: localStorage.getItem('bench.text'), anns: JSON.parse(localStorage.getItem('bench.anns') || '[]') };
}
export const esc = (s) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;');
export const paragraphsHTML = (text) => text.split('\n').map((p) => `<p>${esc(p)}\n</p>`).join('');

/** A document of <p> blocks whose textContent === text (+ final "\n") */
export class ParaDoc {
  constructor(root, text) {
    this.root = root; this.text = text; this.starts = [];
    let o = 0;
    for (const p of text.split('\n')) { this.starts.push(o); o += p.length + 1; }
  }
  para(off) {
    let lo = 0, hi = this.starts.length - 1;
    while (lo < hi) { const m = (lo + hi + 1) >> 1; if (this.starts[m] <= off) lo = m; else hi = m - 1; }
    return lo;
  }
  point(off) {
    const i = this.para(off);
    const p = this.root.children[i];
    let rest = off - this.starts[i];
    if (p.childNodes.length === 1 && p.firstChild.nodeType === 3) return [p.firstChild, rest];
    const w = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    let n, last;
    while ((n = w.nextNode())) { if (rest < n.data.length) return [n, rest]; rest -= n.data.length; last = n; }
    return [last, last.data.length];
  }
  range(s, e) {
    const r = new Range();
    r.setStart(...this.point(s));
    const [n, o] = this.point(e - 1);
    r.setEnd(n, o + 1);
    return r;
  }
  offset(node, o) { // DOM point -> text offset
    let p = node.nodeType === 1 && node.parentNode === this.root ? node : (node.nodeType === 3 ? node.parentElement : node).closest('p');
    const r = new Range();
    r.setStart(p, 0); r.setEnd(node, o);
    return this.starts[[].indexOf.call(this.root.children, p)] + r.toString().length;
  }
}
export const caretPoints = (first, last) => { // client points just inside the first / last character
  const a = first.getClientRects()[0], l = last.getClientRects(), b = l[l.length - 1];
  if (!a || !b) return null;
  return { x1: a.left + 1, y1: a.top + a.height / 2, x2: b.right - 1, y2: b.top + b.height / 2 };
};
/** geometry part of window.bench for ParaDoc pages; window scrolls */
export function geometry(doc) {
  return {
    rect: (s, e) => caretPoints(doc.range(s, s + 1), doc.range(e - 1, e)),
    scrollTo(s) {
      const p = doc.root.children[doc.para(s)];
      p.scrollIntoView({ block: 'center' });
      const r = doc.range(s, s + 1).getBoundingClientRect();
      window.scrollBy(0, r.top - innerHeight * 0.45);
    },
    scroller: () => document.scrollingElement,
  };
}
export function firstScreen(anns, rect) {
  const out = [];
  for (const a of anns) {
    if (a.start > 6000 || out.length >= 40) break;
    const r = rect(a.start, a.end);
    if (r && r.y1 >= 0 && r.y2 < innerHeight) out.push(a);
  }
  return out;
}
