// What a careful reader marks: for the article that lies beside the project where it is present, else for the bundled one.
// An entry is a label and the parts of the quote; `nth` counts the occurrences of the first part from 0.

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { dist } from "./site.mjs";

const SHARED = fileURLToPath(new URL("../../../../shared/article.txt", import.meta.url));

const OF_SHARED = [
  { label: "attribution", parts: ["Russia accused"] },
  { label: "claim", parts: ["the United States and Britain had bombed Germany's Dresden in 1945"] },
  { label: "attribution", parts: ["The Russian Defense Ministry said"] },
  { label: "claim", parts: ["the West was now rushing to provide financial aid to Raqqa"] },
  {
    label: "attribution",
    parts: ["Major-General Igor Konashenkov, a spokesman for the Russian Defense Ministry, said in a statement"],
  },
  { label: "claim", parts: ["around 200,000 people had lived in Raqqa before the conflict in Syria"] },
  { label: "figure", parts: ["200,000 people"] },
  { label: "claim", parts: ["not more than 45,000 people remained"] },
  { label: "figure", parts: ["45,000 people"] },
  {
    label: "caption",
    parts: ["A female fighter of Syrian Democratic Forces waves a flag in Raqqa, Syria, October 18, 2017. /Reuters Photo"],
  },
  { label: "claim", parts: ["A female fighter of Syrian Democratic Forces waves a flag in Raqqa, Syria, October 18, 2017"] },
  {
    label: "caption",
    parts: ["A female fighter of Syrian Democratic Forces waves a flag in Raqqa, Syria, October 18, 2017. /Reuters Photo"],
    nth: 1,
  },
  {
    label: "claim",
    parts: ["US-backed militias in Syria declared victory over ISIL in Raqqa, the group's de facto capital, last week"],
  },
  { label: "figure", parts: ["four-month"] },
  { label: "claim", parts: ["Raqqa has inherited the fate of Dresden in 1945"] },
  { label: "attribution", parts: ["said Konashenkov"] },
  { label: "claim", parts: ["Most of the German city was destroyed", "just before the end of World War Two"] },
  { label: "attribution", parts: ["he said"] },
  { label: "claim", parts: ["Russia welcomed Western promises of financial aid to rebuild Raqqa"] },
  { label: "attribution", parts: ["Konashenkov complained"] },
  {
    label: "caption",
    parts: [
      "Smoke rises after a landmine exploded as fighters of Syrian Democratic Forces cleared roads after the liberation of Raqqa, Syria, October 18, 2017. /Reuters Photo",
    ],
  },
  {
    label: "caption",
    parts: [
      "Smoke rises after a landmine exploded as fighters of Syrian Democratic Forces cleared roads after the liberation of Raqqa, Syria, October 18, 2017. /Reuters Photo",
    ],
    nth: 1,
  },
  { label: "attribution", parts: ["said Konashenkov"], nth: 1 },
  { label: "claim", parts: ["the desire to cover up evidence of the barbaric bombardments"] },
  { label: "attribution", parts: ["The US-led coalition says"] },
  {
    label: "claim",
    parts: ["it is careful to avoid civilian casualties in its bombing runs against ISIL in both Syria and Iraq"],
  },
  { label: "claim", parts: ["killing civilians in air strikes on Raqqa"] },
  { label: "figure", parts: ["zero civilian casualties"] },
  { label: "attribution", parts: ["Source(s): Reuters"] },
];

const OF_BUNDLED = [
  { label: "attribution", parts: ["Moscow on Sunday charged"] },
  { label: "attribution", parts: ["according to the Russian Defense Ministry"] },
  { label: "claim", parts: ["About 200,000 people had their homes in Raqqa before the Syrian conflict"] },
  { label: "figure", parts: ["About 200,000 people"] },
  { label: "figure", parts: ["No more than 45,000 people"] },
  { label: "attribution", parts: ["he added"] },
  {
    label: "caption",
    parts: [
      "In Raqqa, Syria, a woman who fights for the Syrian Democratic Forces is waving a flag on October 18, 2017. /Reuters Photo",
    ],
  },
  {
    label: "caption",
    parts: [
      "In Raqqa, Syria, a woman who fights for the Syrian Democratic Forces is waving a flag on October 18, 2017. /Reuters Photo",
    ],
    nth: 1,
  },
  { label: "figure", parts: ["four months"] },
  { label: "claim", parts: ["Raqqa,” said", "has inherited the fate of Dresden"] },
  { label: "attribution", parts: ["said Konashenkov"] },
  { label: "attribution", parts: ["Source(s): Reuters"] },
];

const isShared = existsSync(SHARED);

/** The article, as the site's `article.txt`. */
export const article = readFileSync(isShared ? SHARED : path.join(dist, "article.txt"), "utf8");

/** Its annotations, in text order but for nested ones. */
export const spans = isShared ? OF_SHARED : OF_BUNDLED;
