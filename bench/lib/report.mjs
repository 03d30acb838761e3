// The table of a run: medians over all repetitions, and Attest's as a ratio to the limit, which is the page that does as little as
// can be done (`native`; `base-highlight` where there is something to be done), and to the best of its peers.

/** The pages that show annotations by other means. */
const PEERS = /^(recogito|base-mark)/;

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
  { name: "files to start, kB gzipped", of: one((cell) => cell.bytes / 1000) },
  { name: "first paint, ms", of: one((cell) => cell.firstPaint) },
  { name: "all visible painted, ms", of: one((cell) => cell.allVisible), goal: asNative },
  { name: "work until then, ms", of: one((cell) => cell.workToVisible?.task) },
  { name: "longest task of the start, ms", of: one((cell) => Math.max(0, ...(cell.longTasks ?? []).map(({ ms }) => ms))) },
  { name: "key to painted: work, ms", of: each("add", "work"), goal: withinFrame },
  { name: "… of it script, ms", of: each("add", "script") },
  { name: "… of it style and layout, ms", of: each("add", "layout") },
  { name: "key to painted: time, ms", of: each("add", "ms") },
  { name: "pointer to hovered: work, ms", of: each("hover", "work") },
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

/** The machine and the run, in a line. */
const heading = ({ about, cells }) =>
  `${about.chromium}; ${about.processors} processors (${about.processor}); ${about.repetitions} repetitions; ` +
  `load average ${number(median(cells.map((cell) => cell.loadAverage)))} (median), ` +
  `${number(Math.max(...cells.map((cell) => cell.loadAverage)))} (highest).`;

/** How the values grow with the size, as Markdown. */
export function growth(run) {
  const { about, cells } = run;
  const rows = [
    { name: "chosen to all visible painted, ms", of: one((cell) => cell.sinceChosen) },
    ...ROWS.filter(({ name }) => !/^(files|first paint|all visible)/.test(name)),
  ];
  const lines = [heading(run), "", `| median | ${about.sizes.join(" | ")} |`, `|---|${"--:|".repeat(about.sizes.length)}`];
  const of = (size) => cells.filter((cell) => cell.size === size);
  for (const row of rows) {
    const values = about.sizes.map((size) => number(median(of(size).filter((cell) => !cell.failed).flatMap(row.of))));
    lines.push(`| ${row.name} | ${values.join(" | ")} |`);
  }
  for (const size of about.sizes) lines.push("", `${size}: ${of(size).map((cell) => cell.failed ?? cell.told).join(" / ")}`);
  return lines.join("\n");
}

/** The run as Markdown. */
export function report(run) {
  const { about, cells } = run;
  const lines = [heading(run), ""];
  for (const size of about.sizes) {
    const pages = about.pages.filter((page) => cells.some((cell) => cell.page === page && cell.size === size));
    const { bytes, blocks, annotations } = about.corpus[size];
    lines.push(`### ${size}: ${bytes} bytes, ${blocks} blocks, ${annotations} annotations`, "");
    lines.push(`| median | ${pages.join(" | ")} | attest / limit | attest / best peer | goal |`);
    lines.push(`|---|${"--:|".repeat(pages.length + 2)}---|`);
    for (const { name, of, goal } of ROWS) {
      const value = (page) =>
        median(cells.filter((cell) => cell.page === page && cell.size === size && !cell.failed).flatMap(of));
      const [attest, native] = [value("attest"), value("native")];
      const to = (other) => (attest !== null && other ? (attest / other).toFixed(2) : "–");
      const limit = native ?? value("base-highlight");
      const peers = pages.filter((page) => PEERS.test(page)).map(value).filter((value) => value !== null);
      let verdict = "";
      if (goal && attest !== null && (goal.sizes ?? [size]).includes(size)) {
        verdict = `${goal.text}: ${goal.holds(attest, native) ? "met" : "**missed**"}`;
      }
      lines.push(`| ${name} | ${pages.map((page) => number(value(page))).join(" | ")} | ${to(limit)} | ${to(peers.length > 0 ? Math.min(...peers) : null)} | ${verdict} |`);
    }
    for (const cell of cells.filter((cell) => cell.size === size && (cell.failed || cell.problems))) {
      lines.push("", `${cell.page}, repetition ${cell.repetition}: ${cell.failed ?? cell.problems.join("; ")}`);
    }
    lines.push("");
  }
  return lines.join("\n");
}
