//! Texts that break annotation tools: everything where "one character" is not one byte, code unit or code point.

use attest::domain::text::Text;
use proptest::collection::vec;
use proptest::prelude::*;

/// Pieces that hard texts are put together from.
const PIECES: &[&str] = &[
    // Plain news.
    "The ",
    "ministry ",
    "said ",
    "that ",
    "around 200,000 people ",
    "30% ",
    "$5 ",
    "-5 ",
    "U.S. ",
    "a.m. ",
    "US-led ",
    "group's ",
    "a",
    "Z",
    "7",
    " ",
    "  ",
    ". ",
    ", ",
    "\" ",
    " \"",
    "'",
    "“",
    "”",
    "‘",
    "’",
    "«",
    "»",
    "(",
    ")",
    "/Wire Photo",
    "– ",
    "…",
    "!",
    "?",
    "\\",
    "[",
    "]",
    "{\"a\":1}",
    "</script>",
    "&amp;",
    "*",
    "#",
    "|",
    "_",
    "~",
    // Line ends, tabs, blanks of all sorts, invisible ones too.
    "\n",
    "\n\n",
    "\n \t\n",
    "\t",
    "\u{a0}",
    "\u{202f}",
    "\u{3000}",
    "\u{2003}",
    "\u{200b}",
    "\u{2060}",
    "\u{ad}",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{b}",
    "\u{c}",
    "\u{0}",
    "\u{7f}",
    // Combining marks, also on a blank and on punctuation.
    "é",
    "e\u{301}",
    "o\u{308}\u{323}",
    "\u{301}",
    " \u{301}",
    "\"\u{301}",
    "-\u{20e3}",
    "Z\u{351}\u{343}\u{367}",
    "ſ",
    "ﬁ",
    // Emoji: astral, with a variation selector, a skin tone, joined into families, keycaps, flags, tags.
    "😀",
    "❤️",
    "👍🏽",
    "👨‍👩‍👧‍👦",
    "🏳️‍🌈",
    "1️⃣",
    "*️⃣",
    "#️⃣",
    "🇸🇾",
    "🇺🇸🇬🇧",
    "🇺",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "🇺\u{ad}",
    "\u{200d}",
    "\u{fe0f}",
    // Right to left, with marks and their own digits and punctuation.
    "قال ",
    "المتحدث، ",
    "٣٠٪ ",
    "مُحَمَّد ",
    "\u{600}",
    "\u{61c}",
    "\u{200e}",
    "\u{200f}",
    "\u{2067}",
    "\u{2069}",
    "אמר ",
    "צה\"ל ",
    "צה״ל ",
    "שָׁלוֹם ",
    // Scripts without blanks, and those whose clusters are more than a base and marks.
    "国防部",
    "说，",
    "“是”",
    "。",
    "「約」",
    "カタカナ",
    "ひらがな",
    "한국",
    "\u{1112}\u{1161}\u{11ab}",
    "ภาษาไทย",
    "กำ",
    "क्षि",
    "നീ",
    "𠮷",
    "𝟘",
    "𐍈",
];

/// A text of up to a few dozen hard pieces, as stored; it holds at least one word.
pub fn text() -> impl Strategy<Value = Text> {
    pieces(0..16).prop_map(Text::stored)
}

/// A text many times longer than the stride of the conversion table (64 code points).
pub fn long_text() -> impl Strategy<Value = Text> {
    (pieces(8..60), 6usize..20).prop_map(|(part, times)| Text::stored(part.repeat(times)))
}

/// A text as a file might hold it, with any line ends and perhaps a byte order mark; not stored yet.
pub fn source() -> impl Strategy<Value = String> {
    let ends = prop_oneof![Just("\n"), Just("\r\n"), Just("\r"), Just("\r\r\n"), Just("\n\r"), Just("\u{feff}")];
    let piece = prop_oneof![3 => piece().prop_map(str::to_owned), 1 => ends.prop_map(str::to_owned)];
    (any::<bool>(), vec(piece, 0..30)).prop_map(|(with_mark, pieces)| {
        let mark = if with_mark { "\u{feff}" } else { "" };
        format!("{mark}{}", pieces.concat())
    })
}

/// Any short string: hard pieces and arbitrary characters.
pub fn string() -> impl Strategy<Value = String> {
    let part = prop_oneof![piece().prop_map(str::to_owned), any::<char>().prop_map(String::from)];
    vec(part, 0..6).prop_map(|parts| parts.concat())
}

fn piece() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(PIECES)
}

fn pieces(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    (vec(piece(), count.clone()), vec(piece(), count))
        .prop_map(|(before, after)| format!("{}word{}", before.concat(), after.concat()))
}
