const caps = { add: "1", remove: "Delete", select: true, hover: true };
export default {
  title: "base-highlight: CSS.highlights, the ranges near the viewport only",
  caps,
  query: "?window",
};
export const variants = {
  "base-highlight-all": { title: "base-highlight-all: CSS.highlights, all ranges", caps, page: "base-highlight" },
};
