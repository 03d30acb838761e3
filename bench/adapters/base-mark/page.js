// <mark> elements rendered as one HTML string; one paragraph is one unit of rendering again.
// Overlaps: the paragraph is cut at all span borders; every segment is one <mark data-ids="a b">.
import { seed, esc, ParaDoc, geometry, firstScreen, LABELS } from '../../lib/page.js';
const { text, anns } = seed();
const root = document.getElementById('content');
const doc = new ParaDoc(root, text);
const paras = text.split('\n');
const byPara = paras.map(() => []);
const byId = new Map();
for (const a of anns) { byPara[doc.para(a.start)].push(a); byId.set(a.id, a); }

function paraHTML(i) {
  const base = doc.starts[i], t = paras[i], list = byPara[i];
  if (!list.length) return esc(t) + '\n';
  const cuts = new Set([0, t.length]);
  for (const a of list) { cuts.add(a.start - base); cuts.add(a.end - base); }
  const c = [...cuts].sort((x, y) => x - y);
  let h = '';
  for (let k = 0; k < c.length - 1; k++) {
    const on = list.filter((a) => a.start - base <= c[k] && a.end - base >= c[k + 1]);
    const s = esc(t.slice(c[k], c[k + 1]));
    h += on.length ? `<mark class="${on[on.length - 1].label}${on.length > 1 ? ' x' : ''}" data-ids="${on.map((a) => a.id).join(' ')}">${s}</mark>` : s;
  }
  return h + '\n';
}
root.innerHTML = paras.map((_, i) => `<p>${paraHTML(i)}</p>`).join('');
const redraw = (i) => { root.children[i].innerHTML = paraHTML(i); };
const marks = (a) => root.children[doc.para(a.start)].querySelectorAll(`mark[data-ids~="${a.id}"]`);
const add = (a) => { const i = doc.para(a.start); byPara[i].push(a); byPara[i].sort((x, y) => x.start - y.start || y.end - x.end); byId.set(a.id, a); redraw(i); };
const remove = (id) => { const a = byId.get(id), i = doc.para(a.start); byPara[i] = byPara[i].filter((x) => x.id !== id); byId.delete(id); redraw(i); };

// real input: drag + key 1-4 adds; hover and click select; Delete deletes
let hov = null, sel = null, n = 0, newest = null;
const mark = (id, cls, on) => { const a = byId.get(id); if (a) for (const m of marks(a)) m.classList.toggle(cls, on); };
root.addEventListener('mouseover', (e) => {
  const id = e.target.closest('mark')?.dataset.ids.split(' ').pop() ?? null;
  if (id !== hov) { if (hov) mark(hov, 'hov', false); hov = id; if (hov) mark(hov, 'hov', true); }
});
root.addEventListener('click', (e) => {
  if (!getSelection().isCollapsed) return;
  const id = e.target.closest('mark')?.dataset.ids.split(' ').pop() ?? null;
  if (sel) mark(sel, 'sel', false); sel = id; if (sel) mark(sel, 'sel', true);
});
addEventListener('keydown', (e) => {
  const s = getSelection();
  if ('1234'.includes(e.key) && s && !s.isCollapsed) {
    const r = s.getRangeAt(0);
    const a = { id: (newest = `n${n++}`), start: doc.offset(r.startContainer, r.startOffset), end: doc.offset(r.endContainer, r.endOffset), label: LABELS[+e.key - 1] };
    s.removeAllRanges(); add(a);
  } else if (e.key === 'Delete' && sel) { const id = sel; sel = null; remove(id); }
});
const g = geometry(doc);
window.bench = {
  loaded: true, count: () => byId.size, newest: () => newest && byId.get(newest),
  isShown: (a) => marks(byId.get(a.id) || a).length > 0,
  isHovered: (a) => [...marks(a)].some((m) => m.classList.contains('hov')),
  isSelected: (a) => [...marks(a)].some((m) => m.classList.contains('sel')),
  firstScreen: () => firstScreen(anns, g.rect), add, remove, ...g,
};
