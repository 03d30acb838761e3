const caps = { add: "1", remove: "Delete", select: true, hover: true };
export default { title: "@recogito/text-annotator, highlights as elements above the text (its default)", caps, query: "?SPANS" };
export const variants = {
  "recogito-css": {
    title: "@recogito/text-annotator, CSS.highlights",
    caps,
    query: "?CSS_HIGHLIGHTS",
    page: "recogito",
  },
};
