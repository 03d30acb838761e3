// Articles for the tests.

/** A short report with what news marking is about: figures in claims, a split quote, a caption, a source. */
export const REPORT = `Ministry counts the returned
About 200,000 people had lived in Raqqa, the ministry said on Sunday, and no more than 45,000 remained.
“Raqqa,” said Konashenkov, “has inherited the fate of Dresden.” He gave no proof.
A woman waves a flag in Raqqa, Syria. /Reuters Photo

A woman waves a flag in Raqqa, Syria. /Reuters Photo

Prices rose by 30% in 2017, about 1,200 families paid €3.5 million, and 12 of 40 schools stayed shut.
Source(s): Reuters
`;
