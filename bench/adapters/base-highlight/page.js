// Plain text and the CSS Custom Highlight API: one Highlight for each label, one Range for each annotation.
import { seed, paragraphsHTML, ParaDoc, geometry, firstScreen, LABELS } from '../../lib/page.js';
const { text, anns } = seed();
const root = document.getElementById('content');
const q = location.search;
root.innerHTML = paragraphsHTML(text);
const doc = new ParaDoc(root, text);
const HL = {};
for (const l of LABELS) CSS.highlights.set(l, (HL[l] = new Highlight()));
CSS.highlights.set('hov', (HL.hov = new Highlight())); CSS.highlights.set('sel', (HL.sel = new Highlight()));
HL.hov.priority = 5; HL.sel.priority = 6;
const nodes = [...root.children].map((p) => p.firstChild);
const mk = (a) => {
  const i = doc.para(a.start), b = doc.starts[i], n = nodes[i];
  const r = new Range(); r.setStart(n, a.start - b); r.setEnd(n, a.end - b); return r;
};
const byId = new Map(), byPara = doc.starts.map(() => []);
const WINDOW = q.includes('window'); // register only the Ranges of paragraphs within one screen of the viewport
let from = 0, to = -1;
const add = (a) => {
  const i = doc.para(a.start), e = { a, r: null };
  byId.set(a.id, e); byPara[i].push(a);
  if (!WINDOW || (i >= from && i <= to)) HL[a.label].add((e.r = mk(a)));
};
const on = (i) => { for (const a of byPara[i]) { const e = byId.get(a.id); HL[a.label].add((e.r ||= mk(a))); } };
const offp = (i) => { for (const a of byPara[i]) { const e = byId.get(a.id); if (e.r) { HL[a.label].delete(e.r); e.r = null; } } };
function slide() {
  const kids = root.children, first = (y) => { let lo = 0, hi = kids.length - 1; while (lo < hi) { const m = (lo + hi) >> 1; if (kids[m].getBoundingClientRect().bottom < y) lo = m + 1; else hi = m; } return lo; };
  const f = first(-innerHeight), t = first(2 * innerHeight);
  for (let i = from; i <= to; i++) if (i < f || i > t) offp(i);
  for (let i = f; i <= t; i++) if (i < from || i > to) on(i);
  from = f; to = t;
}
const remove = (id) => { const { a, r } = byId.get(id); if (r) { HL[a.label].delete(r); HL.hov.delete(r); HL.sel.delete(r); } byId.delete(id); const i = doc.para(a.start); byPara[i] = byPara[i].filter((x) => x !== a); };
for (const a of anns) add(a);
if (WINDOW) { slide(); addEventListener('scroll', slide, { passive: true }); }

let hov = null, sel = null, n = 0, newest = null;
const hit = (x, y) => { // caret position -> paragraph -> innermost annotation
  const c = document.caretPositionFromPoint(x, y);
  if (!c || c.offsetNode.nodeType !== 3 || !root.contains(c.offsetNode)) return null;
  const o = doc.offset(c.offsetNode, c.offset);
  let best = null;
  for (const a of byPara[doc.para(o)]) if (a.start <= o && o < a.end && (!best || a.end - a.start <= best.end - best.start)) best = a;
  return best?.id ?? null;
};
const set = (h, id) => { h.clear(); if (id && byId.get(id)?.r) h.add(byId.get(id).r); };
root.addEventListener('pointermove', (e) => { const id = hit(e.clientX, e.clientY); if (id !== hov) set(HL.hov, (hov = id)); });
root.addEventListener('click', (e) => { if (getSelection().isCollapsed) set(HL.sel, (sel = hit(e.clientX, e.clientY))); });
addEventListener('keydown', (e) => {
  const s = getSelection();
  if ('1234'.includes(e.key) && s && !s.isCollapsed) {
    const r = s.getRangeAt(0);
    const a = { id: (newest = `n${n++}`), start: doc.offset(r.startContainer, r.startOffset), end: doc.offset(r.endContainer, r.endOffset), label: LABELS[+e.key - 1] };
    s.removeAllRanges(); add(a);
  } else if (e.key === 'Delete' && sel) { const id = sel; sel = null; remove(id); }
});
const g = geometry(doc);
const has = (h, id) => !!byId.get(id)?.r && h.has(byId.get(id).r);
window.bench = {
  loaded: true, count: () => byId.size, newest: () => newest && byId.get(newest)?.a,
  isShown: (a) => !!byId.get(a.id)?.r && HL[byId.get(a.id).a.label].has(byId.get(a.id).r),
  isHovered: (a) => has(HL.hov, a.id), isSelected: (a) => has(HL.sel, a.id),
  firstScreen: () => firstScreen(anns, g.rect), add, remove, ...g,
};
