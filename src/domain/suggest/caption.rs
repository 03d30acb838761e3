//! Captions: blocks that end in a picture's credit, that stand twice, or that read like the text under a picture.
//!
//! Not here: what a caption says.

use super::reading::Reading;
use super::words::{FINITE, MONTH, NOUNISH, PARTICIPLE, SAY, SCENE};
use crate::domain::text::{Block, Text};

/// The longest caption, in code points. What is longer is a paragraph.
const LONGEST: u32 = 700;

/// Words that a credit opens with, before a colon or "by".
const CREDITS: &str = "photo photos photograph photographs photographer picture pictures pic image images credit credits foto illustration \
                       graphic photo:";
/// Agencies and kinds of sources whose name beside a slash or within brackets is a credit.
const AGENCIES: &str = "ap afp reuters getty epa upi bloomberg shutterstock alamy xinhua anadolu dpa pa photo photos pool handout images \
                        pictures picture photograph agency imago ansa tass";

/// The rule by which a block is a caption, and the token where its credit begins (the count of tokens when it has none).
/// `is_repeated` says whether the same block stands beside it.
pub(super) fn caption(reading: &Reading<'_>, block: &Block, is_repeated: bool) -> Option<(&'static str, usize)> {
    let count = reading.count();
    if block.end().get() - block.start().get() > LONGEST || count < 4 {
        return None;
    }
    // The last tokens are looked at, not all: a credit is short.
    let near_end = count.saturating_sub(14)..count;
    for at in near_end {
        if let Some(rule) = credit_at(reading, at) {
            // A credit line alone belongs to the caption in the block before, or to none.
            return (at >= 4).then_some((rule, at));
        }
    }
    let opens_with_quote = reading.is_mark(0);
    if is_repeated && count >= 6 && !opens_with_quote {
        return Some(("caption/repeated", count));
    }
    (!opens_with_quote && reading.quotes.is_empty() && looks_like_one(reading)).then_some(("caption/scene", count))
}

/// The rule for a credit that begins at `at` and reaches to the end of the block.
fn credit_at(reading: &Reading<'_>, at: usize) -> Option<&'static str> {
    let count = reading.count();
    let names_agency = |from: usize| (from..count).any(|at| reading.is_one_of(at, AGENCIES));
    let has_stop_inside =
        (at..count.saturating_sub(1)).any(|at| reading.is_sign(at, ".?!") && !reading.is_glued(at + 1));
    let has_slash = (at..count).any(|at| reading.is_sign(at, "/"));
    // "/Agency Photo"
    if reading.is_sign(at, "/") && !reading.is_glued(at) && reading.is_glued(at + 1) && reading.is_capital(at + 1) {
        return Some("caption/credit-slash");
    }
    // "(AP Photo/Name)", "(Name/Agency)"
    if reading.is_sign(at, "([") {
        let is_closed = (at..count).rev().take(2).any(|at| reading.is_sign(at, ")]"));
        let opens = reading.is_one_of(at + 1, CREDITS) && reading.is_sign(at + 2, ":");
        let is_named = reading.is_capital(at + 1) && (has_slash || names_agency(at));
        return (is_closed && (opens || is_named)).then_some("caption/credit-bracket");
    }
    // "Photo: Name", "Photograph by Name", "Picture courtesy of Name"
    let is_apart = at > 0 && (reading.is_sign(at - 1, ".!?”\"’|–—-)") || reading.is_sentence_start(at));
    if is_apart && reading.is_one_of(at, CREDITS) && reading.is_capital(at) {
        let is_named = reading.is_sign(at + 1, ":/") || reading.is_one_of(at + 1, "by courtesy via");
        return is_named.then_some("caption/credit-word");
    }
    // "REUTERS/Name", "Getty Images", "Name/AFP via Getty Images"
    if is_apart && !has_stop_inside && reading.is_capital(at) && names_agency(at) && reading.is_text(at) {
        let is_bare = (at..count).all(|at| {
            reading.is_capital(at) || reading.is_sign(at, "/,.-–&") || reading.is_one_of(at, "via for of by and the")
        });
        return is_bare.then_some("caption/credit-agency");
    }
    (reading.is_sign(at, "©")).then_some("caption/credit-word")
}

/// One or two sentences without a quotation or a source that tell what is to be seen, with the place and day at the end, or
/// that say so ("pictured", "file photo").
fn looks_like_one(reading: &Reading<'_>) -> bool {
    let count = reading.count();
    if reading.sentences.len() > 2 || count > 80 {
        return false;
    }
    let is_file_photo = |at: usize| {
        reading.is_word(at, "file")
            && (reading.is_one_of(at + 1, "photo picture image") || at == 0 && reading.is_sign(1, "-–—"))
    };
    if (0..count).any(is_file_photo) {
        return true;
    }
    let has_cue = (0..count).any(|at| reading.is(at, SAY) && reading.is(at, FINITE) && !reading.is(at, NOUNISH));
    let end = reading.sentences.first().map_or(count, |sentence| sentence.to);
    let shows = (1..end.min(24))
        .any(|at| reading.is(at, SCENE) && !reading.is_capital(at) && !reading.is(at.wrapping_sub(1), PARTICIPLE));
    // "October 18, 2017."
    let last = count - 1 - usize::from(reading.is_sign(count - 1, "."));
    let year = reading.str(last);
    let has_date = reading.is_number(last)
        && year.len() == 4
        && (last.saturating_sub(4)..last).any(|at| reading.is(at, MONTH) && reading.is_capital(at));
    shows && has_date && !has_cue
}

/// The token where a caption begins: behind the time of a live report ("21:50 –").
pub(super) fn start(reading: &Reading<'_>) -> usize {
    let has_time = reading.is_number(0) && reading.str(0).contains(':') && reading.is_sign(1, "–—-");
    if has_time { 2 } else { 0 }
}

/// Whether two blocks hold the same text, blanks at the ends aside.
pub(super) fn are_equal(text: &Text, one: &Block, other: &Block) -> bool {
    text.block_str(one).trim() == text.block_str(other).trim()
}
