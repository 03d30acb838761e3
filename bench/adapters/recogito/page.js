// Recogito's annotator as a host page has it: it draws and selects; a label's key adds through its programming interface what
// the browser has selected. Its own way of adding, at the end of each selection and without a label, is switched off.
import { createTextAnnotator } from "@recogito/text-annotator";
import "@recogito/text-annotator/text-annotator.css";
import { firstScreen, geometry, LABELS, ParaDoc, paragraphsHTML, seed } from "../../lib/page.js";

const { text, anns } = seed();
const root = document.getElementById("content");
root.innerHTML = paragraphsHTML(text);
const doc = new ParaDoc(root, text);
const renderer = location.search.slice(1);

const COLORS = { claim: "#ffd54d", figure: "#7ec8ff", caption: "#a5e08f", attribution: "#ffb3c7" };
const SELECTED = "#ff4444";
const HOVERED = "#ff8800";
const labelOf = ({ bodies }) => bodies.find(({ purpose }) => purpose === "tagging")?.value ?? "claim";
const fill = (annotation, state) => (state?.selected ? SELECTED : state?.hovered ? HOVERED : COLORS[labelOf(annotation)]);
const annotator = createTextAnnotator(root, {
  renderer,
  annotatingEnabled: false,
  userSelectAction: "EDIT",
  style: (annotation, state) => ({ fill: fill(annotation, state), fillOpacity: state?.selected || state?.hovered ? 0.9 : 0.5 }),
});
const toRecogito = ({ id, start, end, label }) => ({
  id,
  bodies: [{ id: `${id}-b`, annotation: id, purpose: "tagging", value: label }],
  target: { annotation: id, selector: [{ quote: text.slice(start, end), start, end }] },
});
// Not as a replacement: in 4.1.1 that leaves the ranges unresolved, and CSS_HIGHLIGHTS throws.
annotator.setAnnotations(anns.map(toRecogito), false);

let count = anns.length;
let newest = null;
addEventListener("keydown", ({ key }) => {
  const selection = getSelection();
  const label = LABELS[Number(key) - 1];
  if (label !== undefined && !selection.isCollapsed) {
    const range = selection.getRangeAt(0);
    newest = {
      id: `n${count}`,
      start: doc.offset(range.startContainer, range.startOffset),
      end: doc.offset(range.endContainer, range.endOffset),
      label,
    };
    selection.removeAllRanges();
    annotator.addAnnotation(toRecogito(newest));
    count += 1;
  } else if (key === "Delete") {
    const selected = annotator.getSelected();
    for (const { id } of selected) annotator.removeAnnotation(id);
    count -= selected.length;
  }
});

const asElements = renderer === "SPANS";
const element = (id) => document.querySelector(`.r6o-span-highlight-layer [data-annotation="${id}"]`);
/** The colour that an annotation is painted in, as `rgb(r, g, b…`. */
const colorOf = (id) => {
  if (asElements) return element(id)?.style.backgroundColor ?? "";
  for (const { textContent } of document.head.querySelectorAll("style")) {
    const at = textContent.indexOf(`::highlight(_${id})`);
    if (at >= 0) return textContent.slice(at, textContent.indexOf("}", at)).toLowerCase();
  }
  return "";
};
const isPainted = (id, hex) => {
  const [red, green, blue] = [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16));
  const color = colorOf(id).replaceAll(" ", "");
  return color.includes(hex) || color.includes(`(${red},${green},${blue}`);
};
const places = geometry(doc);
window.bench = {
  loaded: true,
  count: () => count,
  newest: () => newest,
  isShown: ({ id }) => (asElements ? element(id) !== null : CSS.highlights.has(`_${id}`)),
  isHovered: ({ id }) => isPainted(id, HOVERED),
  isSelected: ({ id }) => isPainted(id, SELECTED),
  firstScreen: () => firstScreen(anns, places.rect),
  ...places,
};
