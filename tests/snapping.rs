//! What a hand selected (between two `|`) and the span it stands for (in `[…]`), judged as an annotator of news would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::snap::{Precision, snap};
use attest::domain::span::Span;
use attest::domain::text::{CodePoint, Text};
use proptest::prelude::*;
use support::{at, hard};
use unicode_segmentation::UnicodeSegmentation;

/// Takes the two `|` out of `input` and gives the text with the places where they were.
fn selection(input: &str) -> (Text, CodePoint, CodePoint) {
    let parts: Vec<&str> = input.split('|').collect();
    let [before, within, after] = parts[..] else { panic!("two | in {input:?}") };
    let start = before.chars().count() as u32;
    let end = start + within.chars().count() as u32;
    (Text::stored(format!("{before}{within}{after}")), at(start), at(end))
}

fn shown(text: &Text, span: Option<Span>) -> String {
    let Some(span) = span else { return text.as_str().to_owned() };
    let part = |start, end| text.slice(start, end).unwrap();
    let (start, end) = (span.start(), span.end());
    format!("{}[{}]{}", part(at(0), start), part(start, end), part(end, text.end()))
}

/// Drags over what stands between the two `|`, with whole words wanted; `expected` shows the span in brackets, or none.
#[track_caller]
fn check(input: &str, expected: &str) {
    let (text, start, end) = selection(input);
    assert_eq!(shown(&text, snap(&text, start, end, Precision::Words)), expected, "of {input:?}");
}

/// The same, with exact characters wanted.
#[track_caller]
fn check_characters(input: &str, expected: &str) {
    let (text, start, end) = selection(input);
    assert_eq!(shown(&text, snap(&text, start, end, Precision::Characters)), expected, "of {input:?}");
}

#[test]
fn a_sloppy_drag_takes_whole_words() {
    check("he sa|id tha|t it", "he [said that] it");
    check("he |said| that", "he [said] that");
    check("he s|a|id that", "he [said] that");
    check("|he said|", "[he said]");
    check("h|e sai|d", "[he said]");
    check("the gro|up's capi|tal", "the [group's capital]");
    check("the gro|up’s capi|tal", "the [group’s capital]");
    check("around 200|,000 peo|ple", "around [200,000 people]");
    check("a four-mon|th bat|tle", "a four-[month battle]");
    check("a fo|ur-mon|th battle", "a [four-month] battle");
    check("the US-l|ed coali|tion", "the US-[led coalition]");
    check("Kona\u{ad}sh|enk|ov said", "[Kona\u{ad}shenkov] said");
    check("the cafe\u{301} in E\u{301}v|i|an", "the cafe\u{301} in [E\u{301}vian]");
}

#[test]
fn blanks_at_the_ends_are_left_out() {
    check("he| said |that", "he [said] that");
    check("he |said  |that", "he [said]  that");
    check("he |\u{a0}said\u{3000}|that", "he \u{a0}[said]\u{3000}that");
    check("one|\n\n\ttwo\n|three", "one\n\n\t[two]\nthree");
    check("one| |two", "one two");
    check("one|\n\n|two", "one\n\ntwo");
    check("one||two", "onetwo");
    check("||", "");
}

#[test]
fn invisible_characters_at_the_ends_are_left_out() {
    check("he |\u{200b}said\u{200b}| that", "he \u{200b}[said]\u{200b} that");
    check("he |\u{2067}said\u{2069}| that", "he \u{2067}[said]\u{2069} that");
    check("he |\u{feff}said| that", "he \u{feff}[said] that");
    check("قال\u{200f}| المتحدث\u{200f}|", "قال\u{200f} [المتحدث]\u{200f}");
    check("one |\u{200b}| two", "one \u{200b} two");
}

#[test]
fn commas_and_final_stops_are_left_out() {
    check("more than |45,000 people,| he said", "more than [45,000 people], he said");
    check("|It was over.| Then", "[It was over]. Then");
    check("was |it over?!| Then", "was [it over]?! Then");
    check("it |ended ...| Then", "it [ended] ... Then");
    check("it |ended…| Then", "it [ended]… Then");
    check("he |said: | yes", "he [said]:  yes");
    check("over|, he said|", "over, [he said]");
    check("aid |– the desire –| was", "aid – [the desire] – was");
    check("|- 200,000 people|", "- [200,000 people]");
    check("|• 200,000 people|", "• [200,000 people]");
    check("|45,000*| left", "[45,000]* left");
    check("gone|. /| Next", "gone[. /] Next");
}

#[test]
fn a_lone_sign_can_be_marked_if_nothing_else_is_selected() {
    check("one|,| two", "one[,] two");
    check("one |—| two", "one [—] two");
    check("30|%| more", "30[%] more");
}

#[test]
fn quotation_marks_stay_when_both_are_inside() {
    check("so |\"off the face of the earth\"| in", "so [\"off the face of the earth\"] in");
    check("so |\"off the ea|rth\" in", "so \"[off the earth]\" in");
    check("so \"o|ff the earth\"| in", "so \"[off the earth]\" in");
    check("so |“off the earth”| in", "so [“off the earth”] in");
    check("so |“off the ea|rth” in", "so “[off the earth]” in");
    check("so “o|ff the earth”| in", "so “[off the earth]” in");
    check("so |‘freed’| from", "so [‘freed’] from");
    check("so |'freed'| from", "so ['freed'] from");
    check("so |„ganz“| neu", "so [„ganz“] neu");
    check("so |«tout»| neuf", "so [«tout»] neuf");
    check("so |»ganz«| neu", "so [»ganz«] neu");
    check("så |”helt”| ny", "så [”helt”] ny");
    check("he: |\"It is over.\"| Then", "he: [\"It is over.\"] Then");
    check("he: |\"It is over,\" said| Y", "he: [\"It is over,\" said] Y");
    check("he: \"It is |over,\" said| Y", "he: \"It is [over,\" said] Y");
}

#[test]
fn a_quotation_mark_without_its_partner_is_left_out() {
    check("over|,\" said Konashenkov.|", "over,\" [said Konashenkov].");
    check("\"We won|,\" said Y. \"|Then", "\"We won,\" [said Y]. \"Then");
    check("\"We |won,\"| said Y", "\"We [won],\" said Y");
    check("“We won|,” said Y, “|and", "“We won,” [said Y], “and");
}

#[test]
fn an_apostrophe_is_no_quotation_mark() {
    check("|'freed from the group's yoke|'", "'[freed from the group's yoke]'");
    check("|‘freed from the group’s yoke|’", "‘[freed from the group’s yoke]’");
    check("the |group's yoke'| is", "the [group's yoke]' is");
    check("|צה\"ל אמר\"| כן", "[צה\"ל אמר]\" כן");
}

#[test]
fn brackets_stay_when_both_are_inside() {
    check("Ra|qqa (Syria)| fell", "[Raqqa (Syria)] fell");
    check("Raqqa |(Syria)| fell", "Raqqa [(Syria)] fell");
    check("Raqqa |(Syr|ia) fell", "Raqqa ([Syria]) fell");
    check("Raqqa (Sy|ria)| fell", "Raqqa ([Syria]) fell");
    check("Raqqa (|Syria) fell|", "Raqqa ([Syria) fell]");
    check("|Source(s): Agency|", "[Source(s): Agency]");
    check("|Source(s):| Agency", "[Source(s)]: Agency");
    check("|[sic]| he", "[[sic]] he");
    check("|((a) b|", "([(a) b]");
    check("|(a) or b)|", "[(a) or b])");
    check("|(a) or (b|)", "[(a) or (b])");
}

#[test]
fn numbers_keep_their_signs() {
    check("around |30%| of", "around [30%] of");
    check("around 3|0%| of", "around [30%] of");
    check("around |30%,| he", "around [30%], he");
    check("paid |$5| for", "paid [$5] for");
    check("paid |$5,000.| Then", "paid [$5,000]. Then");
    check("paid |€1.5bn|.", "paid [€1.5bn].");
    check("at |-5 °C| now", "at [-5 °C] now");
    check("at |−5°C| now", "at [−5°C] now");
    check("at |+5%| now", "at [+5%] now");
    check("about |~200 people| now", "about [~200 people] now");
    check("grew |.5 percent|.", "grew [.5 percent].");
    check("grew |5 ‰|.", "grew [5 ‰].");
    check("بنسبة |-٥٪| اليوم", "بنسبة [-٥٪] اليوم");
    check("(|-5|)", "([-5])");
}

#[test]
fn a_hyphen_within_a_range_is_no_sign() {
    check("from 2014|-2017| on", "from 2014-[2017] on");
    check("from 2014|–2017| on", "from 2014–[2017] on");
    check("from |2014–2017| on", "from [2014–2017] on");
    check("km |and/or| m", "km [and/or] m");
    check("km and|/or| m", "km and/[or] m");
    check("at 5 km|/h| now", "at 5 km/[h] now");
}

#[test]
fn an_abbreviation_keeps_its_stops() {
    check("in the |U.S.| on", "in the [U.S.] on");
    check("in the |U.S| on", "in the [U.S] on");
    check("in the |U.S|. on", "in the [U.S.] on");
    check("in the |U|.S. on", "in the [U.S.] on");
    check("at |5 a.m.| on", "at [5 a.m.] on");
    check("at |5 a.m|. on", "at [5 a.m.] on");
    check("in the |U.S.,| he", "in the [U.S.], he");
    check("the |non-U.S.| troops", "the [non-U.S.] troops");
    check("|(U.S.)| troops", "[(U.S.)] troops");
    check("|(U.S.| troops)", "([U.S.] troops)");
    check("a |Ph.D.| in", "a [Ph.D.] in");
    check("to |go. He| said", "to [go. He] said");
    check("it |is.| He", "it [is]. He");
    check("at |5.5.| Then", "at [5.5]. Then");
    check("in |D.C..| Then", "in [D.C.]. Then");
}

#[test]
fn a_slash_opens_a_credit() {
    check("Oct 18. |/Wire Photo|", "Oct 18. [/Wire Photo]");
    check("Oct 18|. /Wire Photo |\n\nNext", "Oct 18. [/Wire Photo] \n\nNext");
    check("|A flag in Raqqa, Syria. /Wire Photo|", "[A flag in Raqqa, Syria. /Wire Photo]");
    check("Oct 18. |/ Wire Photo|", "Oct 18. / [Wire Photo]");
    check("|/Wire Photo|", "[/Wire Photo]");
}

#[test]
fn inverted_marks_belong_to_their_sentence() {
    check("dijo |¿Qué hay?| Y", "dijo [¿Qué hay?] Y");
    check("dijo |¿Qué hay| ahora? Y", "dijo ¿[Qué hay] ahora? Y");
    check("dijo ¿Qué |hay?| Y", "dijo ¿Qué [hay]? Y");
}

#[test]
fn chinese_and_japanese_are_followed_closely() {
    check("国|防部|说", "国[防部]说");
    check("国|防部说，|是", "国[防部说]，是");
    check("他说|“不”|了", "他说[“不”]了");
    check("他说|“不|”了", "他说“[不]”了");
    check("|《日报》|说", "[《日报》]说");
    check("|《日报|》说", "《[日报]》说");
    check("|【社論】|と", "[【社論】]と");
    check("|「約」|と", "[「約」]と");
    check("|（約）|と", "[（約）]と");
    check("カ|タ|カナ", "[カタカナ]");
    check("約|３０％|。", "約[３０％]。");
    check("말했다 |“정의”|는", "말했다 [“정의”]는");
    check("ภาษ|าไ|ทย", "ภาษ[าไ]ทย");
    check("ท|ก|ำไ", "ท[กำ]ไ");
}

#[test]
fn right_to_left_scripts_snap_like_others() {
    check("قال المت|حد|ث، نعم", "قال [المتحدث]، نعم");
    check("قال| المتحدث،| نعم", "قال [المتحدث]، نعم");
    check("قال مُحَم|َّ|د نعم", "قال [مُحَمَّد] نعم");
    check("حوالي |٣٠٪؟| نعم", "حوالي [٣٠٪]؟ نعم");
    check("אמר צ|ה״|ל היום", "אמר [צה״ל] היום");
    check("אמר צ|ה\"|ל היום", "אמר [צה\"ל] היום");
}

#[test]
fn emoji_are_never_cut() {
    check("a 👨‍👩|‍👧‍|👦 b", "a [👨‍👩‍👧‍👦] b");
    check("a 👍|🏽| b", "a [👍🏽] b");
    check("a 🇸|🇾🇺|🇸 b", "a [🇸🇾🇺🇸] b");
    check("a |*️⃣| b", "a [*️⃣] b");
    check("a |*️⃣ one| b", "a [*️⃣ one] b");
    check("a |1️⃣,| b", "a [1️⃣], b");
    check("so 😀| yes 😀| no", "so 😀 [yes 😀] no");
    check_characters("a 👨‍👩|‍👧‍|👦 b", "a [👨‍👩‍👧‍👦] b");
}

#[test]
fn a_word_that_a_cluster_reaches_into_is_taken_whole() {
    // The Arabic number sign belongs to the word before it, and forms a cluster with the letter behind.
    check("한국\u{600}カ|タ|カナ!", "[한국\u{600}カタカナ]!");
}

#[test]
fn a_selection_may_reach_over_blocks() {
    check("One two.\nThr|ee four.\n\nFi|ve six.", "One two.\n[Three four.\n\nFive] six.");
    check("One two|.\n\nThree| four.", "One two.\n\n[Three] four.");
    check("One |two.\n\n|Three four.", "One [two].\n\nThree four.");
    check("One |\"two.\n\nThree\"| four.", "One [\"two.\n\nThree\"] four.");
}

#[test]
fn exact_characters_are_followed_but_for_blanks() {
    check_characters("he sa|id tha|t it", "he sa[id tha]t it");
    check_characters("he| said, |that", "he [said,] that");
    check_characters("ca|fe|\u{301} b", "ca[fe\u{301}] b");
    check_characters("200|,|000", "200[,]000");
    check_characters("one|\n\n|two", "one\n\ntwo");
    check_characters("🇸|🇾|", "[🇸🇾]");
    check_characters("ก|ำ|ไ", "[กำ]ไ");
}

#[test]
fn it_does_not_matter_which_end_was_dragged() {
    let (text, start, end) = selection("he sa|id tha|t");
    for precision in [Precision::Words, Precision::Characters] {
        assert_eq!(snap(&text, start, end, precision), snap(&text, end, start, precision));
    }
}

#[test]
fn a_selection_beyond_the_text_is_cut_to_it() {
    let (text, start, _) = selection("he |said| that");
    assert_eq!(shown(&text, snap(&text, start, at(u32::MAX), Precision::Words)), "he [said that]");
    assert_eq!(snap(&text, at(900), at(u32::MAX), Precision::Words), None);
}

/// A text with two offsets in it, which may lie beyond its end.
fn selected() -> impl Strategy<Value = (Text, CodePoint, CodePoint, Precision)> {
    let precision = prop_oneof![Just(Precision::Words), Just(Precision::Characters)];
    hard::text().prop_flat_map(move |text| {
        let reach = text.end().get() + 3;
        (Just(text), (0..reach).prop_map(at), (0..reach).prop_map(at), precision.clone())
    })
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn a_snapped_span_lies_in_the_text_and_cuts_no_grapheme_cluster((text, from, to, precision) in selected()) {
        if let Some(span) = snap(&text, from, to, precision) {
            prop_assert!(span.end() <= text.end());
            for block in text.blocks() {
                let mut place = block.start().get();
                for cluster in text.block_str(block).graphemes(true) {
                    let after = place + cluster.chars().count() as u32;
                    for edge in [span.start().get(), span.end().get()] {
                        prop_assert!(edge <= place || after <= edge, "{span:?} cuts {cluster:?}");
                    }
                    place = after;
                }
            }
        }
    }

    #[test]
    fn a_snapped_span_begins_and_ends_with_something_to_see((text, from, to, precision) in selected()) {
        if let Some(span) = snap(&text, from, to, precision) {
            let quote = text.slice(span.start(), span.end()).unwrap();
            // A mark on a blank makes the blank part of a cluster that can be seen.
            let clusters: Vec<&str> = quote.graphemes(true).collect();
            prop_assert!(!clusters[0].trim().is_empty() && !clusters[clusters.len() - 1].trim().is_empty(), "{quote:?}");
        }
    }

    #[test]
    fn snapping_what_was_snapped_changes_nothing((text, from, to, precision) in selected()) {
        if let Some(span) = snap(&text, from, to, precision) {
            prop_assert_eq!(snap(&text, span.start(), span.end(), precision), Some(span));
        }
    }

    #[test]
    fn only_a_selection_without_anything_to_see_gives_no_span((text, from, to, precision) in selected()) {
        let (start, end) = (from.min(to).min(text.end()), from.max(to).min(text.end()));
        let quote = text.slice(start, end).unwrap();
        if quote.chars().any(char::is_alphanumeric) {
            prop_assert!(snap(&text, from, to, precision).is_some(), "{quote:?}");
        }
        if quote.trim().is_empty() {
            prop_assert_eq!(snap(&text, from, to, precision), None);
        }
    }
}
