// The table of a run: medians over all repetitions, and Attest's as a ratio to the plain page's.

const median = (values) => {
  const sorted = values.filter((value) => value != null).sort((one, other) => one - other);
  if (sorted.length === 0) return null;
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
};

// Each row: its name, its values in one measurement, and the goal for Attest, if there is one.
const each = (name, part) => (cell) => (cell[name] ?? []).map((operation) => operation[part]);
const one = (read) => (cell) => [read(cell)];
const FRAME = 1000 / 60;
const withinFrame = { text: "≤ 16.7", holds: (value) => value <= FRAME };
const asNative = { text: "ratio ≤ 1.0 (L)", sizes: ["L"], holds: (value, native) => value <= native };
const noMoreDropped = { text: "as native", holds: (value, native) => value <= native };
export const ROWS = [
  { name: "first paint, ms", of: one((cell) => cell.firstPaint) },
  { name: "all visible painted, ms", of: one((cell) => cell.allVisible), goal: asNative },
  { name: "work until then, ms", of: one((cell) => cell.workToVisible?.task) },
  { name: "longest task of the start, ms", of: one((cell) => Math.max(0, ...(cell.longTasks ?? []).map(({ ms }) => ms))) },
  { name: "key to painted: work, ms", of: each("add", "work"), goal: withinFrame },
  { name: "… of it script, ms", of: each("add", "script") },
  { name: "… of it style and layout, ms", of: each("add", "layout") },
  { name: "key to painted: time, ms", of: each("add", "ms") },
  { name: "click to selected: work, ms", of: each("select", "work") },
  { name: "delete: work, ms", of: each("remove", "work"), goal: withinFrame },
  { name: "delete: time, ms", of: each("remove", "ms") },
  { name: "scroll: dropped frames", of: one((cell) => cell.scroll?.dropped), goal: noMoreDropped },
  { name: "scroll: longest frame, ms", of: one((cell) => cell.scroll?.longest) },
  { name: "scroll: work per frame, ms", of: one((cell) => cell.scroll && cell.scroll.work / cell.scroll.frames) },
  { name: "JS heap, MB", of: one((cell) => cell.heap) },
  { name: "page's process, MB", of: one((cell) => cell.memory) },
  { name: "DOM nodes", of: one((cell) => cell.nodes) },
];

const number = (value) => {
  if (value === null) return "–";
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1);
};

/** The run as Markdown. */
export function report({ about, cells }) {
  const lines = [
    `${about.chromium}; ${about.processors} processors (${about.processor}); ${about.repetitions} repetitions; ` +
      `load average ${number(median(cells.map((cell) => cell.loadAverage)))} (median), ` +
      `${number(Math.max(...cells.map((cell) => cell.loadAverage)))} (highest).`,
    "",
  ];
  for (const size of about.sizes) {
    const pages = about.pages.filter((page) => cells.some((cell) => cell.page === page && cell.size === size));
    const { bytes, blocks, annotations } = about.corpus[size];
    lines.push(`### ${size}: ${bytes} bytes, ${blocks} blocks, ${annotations} annotations`, "");
    lines.push(`| median | ${pages.join(" | ")} | attest / native | goal |`);
    lines.push(`|---|${"--:|".repeat(pages.length + 1)}---|`);
    for (const { name, of, goal } of ROWS) {
      const value = (page) =>
        median(cells.filter((cell) => cell.page === page && cell.size === size && !cell.failed).flatMap(of));
      const [attest, native] = [value("attest"), value("native")];
      const ratio = attest !== null && native ? (attest / native).toFixed(2) : "–";
      let verdict = "";
      if (goal && attest !== null && (goal.sizes ?? [size]).includes(size)) {
        verdict = `${goal.text}: ${goal.holds(attest, native) ? "met" : "**missed**"}`;
      }
      lines.push(`| ${name} | ${pages.map((page) => number(value(page))).join(" | ")} | ${ratio} | ${verdict} |`);
    }
    for (const cell of cells.filter((cell) => cell.size === size && (cell.failed || cell.problems))) {
      lines.push("", `${cell.page}, repetition ${cell.repetition}: ${cell.failed ?? cell.problems.join("; ")}`);
    }
    lines.push("");
  }
  return lines.join("\n");
}
