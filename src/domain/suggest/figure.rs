//! Figures: a number with its hedge, scale word and unit.
//!
//! Not here: whether what it says is a claim ([`super::claim`]).

use super::reading::{Reading, Stretch};
use super::words::{
    ADVERB, DAY, FINITE, FUNCTION, HEDGE, MONTH, NO_PLURAL, NOUNISH, NUMBER, NUMBERED, PARTICIPLE, PLURAL, RATE, SCALE,
    UNIT,
};

/// A figure and the rule that found it.
pub(super) type Figure = (Stretch, &'static str);

/// The small numbers of a ratio's first half.
const FEW: &str = "one two three four five six seven eight nine 1 2 3 4 5 6 7 8 9";
/// What follows "in" or "out of" in a ratio.
const WHOLE: &str = "two three four five six seven eight nine ten twelve twenty hundred thousand 2 3 4 5 6 7 8 9 10 12 20 50 100 1,000 10,000 \
                     100,000";
const PARTS: &str = "third thirds quarter quarters fifth fifths sixth sixths eighth eighths tenth tenths";
/// How many words may stand between a number and the plural that it counts.
const REACH: usize = 4;

/// The figures of a block, in text order; no two overlap. O(tokens).
pub(super) fn figures(reading: &Reading<'_>) -> Vec<Figure> {
    let mut found: Vec<Figure> = Vec::new();
    let mut at = 0;
    while at < reading.count() {
        let Some((figure, rule)) = figure_at(reading, at) else {
            at += 1;
            continue;
        };
        let floor = found.last().map_or(0, |(last, _)| last.to);
        let from = hedge_before(reading, figure.from, floor);
        found.push((Stretch { from, to: figure.to }, rule));
        at = figure.to;
    }
    found
}

/// The figure whose number begins at `at`, without its hedge.
fn figure_at(reading: &Reading<'_>, at: usize) -> Option<Figure> {
    let figure = |from, to, rule| Some((Stretch { from, to }, rule));
    if let Some(to) = fraction(reading, at) {
        return figure(at, to, "figure/fraction");
    }
    if reading.is_one_of(at, "magnitude") && reading.is_number(at + 1) {
        return figure(at, at + 2, "figure/unit");
    }
    if reading.is_sign(at, "$€£¥₹") {
        return money(reading, at);
    }
    if let Some(to) = ratio(reading, at) {
        let to = counted(reading, to).unwrap_or(to);
        return figure(at, to, "figure/ratio");
    }
    if compound_word(reading, at) {
        return figure(at, at + 1, "figure/compound");
    }
    let end = number(reading, at)?;
    if is_name_or_date(reading, at, end) {
        return None;
    }
    let text = reading.str(at);
    if reading.is_number(at) && end == at + 1 {
        match shape(text) {
            Shape::Plain | Shape::Range => {}
            Shape::Measured => return figure(at, rate(reading, end), "figure/unit"),
            Shape::Score => {
                // "3-1" is a score, "10-12 percent" a range; "a 3-1 vote" is a score again.
                let is_range =
                    reading.is_sign(end, "%°") || reading.is_word(end, "percent") || reading.str(end).ends_with('s');
                let measured = unit(reading, end).filter(|_| is_range);
                return match measured {
                    Some((to, _)) => figure(at, to, "figure/range"),
                    None => figure(at, end, "figure/score"),
                };
            }
            Shape::Compound => return figure(at, end, "figure/compound"),
            Shape::Other => return None,
        }
    }
    let (end, is_range) = match range(reading, at, end) {
        Some(to) => (to, true),
        None => (end, false),
    };
    if let Some((to, rule)) = unit(reading, end) {
        return figure(at, to, if is_range { "figure/range" } else { rule });
    }
    if let Some(to) = counted(reading, end) {
        return if is_named_before(reading, at, text) { None } else { figure(at, to, "figure/count") };
    }
    if is_range {
        return figure(at, end, "figure/range");
    }
    let to = if reading.is_word(end, "per") { rate(reading, end) } else { end };
    is_bare(reading, at, end).then_some((Stretch { from: at, to }, "figure/number"))
}

/// What a token that begins with a digit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// "1,200", "3.5".
    Plain,
    /// "10–20" where it cannot be a score.
    Range,
    /// "5km", "3bn".
    Measured,
    /// "3-1".
    Score,
    /// "12-mile".
    Compound,
    /// A date, a time, a name, an age.
    Other,
}

fn shape(text: &str) -> Shape {
    let digits = text.find(|character: char| !matches!(character, '0'..='9' | ',' | '.')).unwrap_or(text.len());
    let (number, rest) = text.split_at(digits);
    if rest.is_empty() {
        // Seven digits in a row are a telephone number or a key.
        let is_key = number.len() > 6 && !number.contains([',', '.']);
        return if number.matches('.').count() < 2 && !is_key { Shape::Plain } else { Shape::Other };
    }
    if let Some(second) = rest.strip_prefix(['-', '–', '\u{2011}', '\u{2010}']) {
        if second.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.') {
            return match (number.len(), second.len()) {
                (1..=3, 1..=3) => Shape::Score,
                _ if number.contains([',', '.']) || second.contains([',', '.']) => Shape::Range,
                _ => Shape::Other,
            };
        }
        return if is_compound_unit(second) { Shape::Compound } else { Shape::Other };
    }
    let suffix = rest.to_ascii_lowercase();
    const SUFFIXES: &str = " bn tn mn m k km kg cm mm c f mph kph kw mw gw ft in lb lbs oz ha gb tb mb p ";
    let is_suffix = SUFFIXES.split(' ').any(|known| !known.is_empty() && known == suffix);
    if is_suffix { Shape::Measured } else { Shape::Other }
}

/// The units of "12-mile" and "four-month". "30-year-old" is an age.
fn is_compound_unit(unit: &str) -> bool {
    const UNITS: &str = "mile metre meter foot inch kilometre kilometer km yard acre hectare tonne ton pound kilo litre gallon \
                         barrel degree second minute hour day week month year decade member seat storey story bed page point \
                         vote person man room percent dollar euro";
    UNITS.split(' ').any(|known| known.eq_ignore_ascii_case(unit))
}

/// The end of the number, in digits or words, that begins at `at`; with its scale words.
fn number(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let is_scaled = |at: usize| reading.is(at, SCALE);
    let mut end = at;
    if reading.is_number(at) || reading.is(at, NUMBER) {
        end = at + 1;
    } else if is_scaled(at) || reading.is_one_of(at, "a an one") && is_scaled(at + 1) {
        end = if is_scaled(at) { at } else { at + 1 };
    } else if reading.is_word(at, "one") && is_measure(reading, at + 1) || reading.is_word(at, "zero") {
        end = at + 1;
    }
    if end == at && !is_scaled(at) {
        return None;
    }
    // "6 million", "tens of thousands", "two hundred and fifty".
    loop {
        if is_scaled(end) {
            end += 1;
        } else if reading.is_word(end, "of") && is_scaled(end + 1) && reading.str(end - 1).ends_with('s') {
            end += 2;
        } else if reading.is_word(end, "and") && reading.is_word(end + 1, "a") && reading.is_word(end + 2, "half") {
            end += 3;
        } else if reading.is_word(end, "and") && reading.is(end - 1, SCALE) && reading.is(end + 1, NUMBER) {
            end += 2;
        } else if reading.is(end, NUMBER) && reading.is(end - 1, SCALE) {
            end += 1;
        } else {
            return Some(end);
        }
    }
}

/// "four-month".
fn compound_word(reading: &Reading<'_>, at: usize) -> bool {
    let word = reading.str(at);
    word.split_once('-').is_some_and(|(first, unit)| {
        is_compound_unit(unit) && FEW.split(' ').any(|few| few != "one" && few.eq_ignore_ascii_case(first))
    })
}

/// A unit that one of is a measurement: not of time, since "one day" and "one year" tell stories.
fn is_measure(reading: &Reading<'_>, at: usize) -> bool {
    reading.is(at, UNIT)
        && !reading.is(at, DAY)
        && !reading.is_one_of(at, "person man part point day story game second")
}

/// "two-thirds", "a quarter of", "half an hour".
fn fraction(reading: &Reading<'_>, at: usize) -> Option<usize> {
    if reading.is_word(at, "half") {
        let next = at + 1;
        if reading.is_one_of(next, "a an") && (reading.is(next + 1, UNIT | SCALE)) {
            let to = if reading.is_word(next + 1, "percentage") { next + 3 } else { next + 2 };
            return Some(counted(reading, to).filter(|_| reading.is(next + 1, SCALE)).unwrap_or(to));
        }
        let is_share = reading.is_one_of(next, "of the their its his her our a an all");
        let is_hedged = at > 0 && hedge_before(reading, at, 0) < at;
        return (is_share || is_hedged).then_some(next);
    }
    let (first, last) = reading.str(at).split_once(['-', '\u{2011}']).unwrap_or((reading.str(at), ""));
    let is_part = |word: &str| PARTS.split(' ').any(|part| part.eq_ignore_ascii_case(word));
    if is_part(last) && FEW.split(' ').any(|few| few.eq_ignore_ascii_case(first)) {
        return Some(at + 1);
    }
    let is_plural = is_part(reading.str(at + 1)) && reading.str(at + 1).ends_with('s');
    if is_plural && reading.is_one_of(at, FEW) {
        return Some(at + 2);
    }
    if reading.is_one_of(at, "a one") && is_part(reading.str(at + 1)) && !is_plural {
        // "a quarter of a percentage point"
        if reading.is_word(at + 2, "of") && reading.is_one_of(at + 3, "a an") && reading.is(at + 4, UNIT) {
            return Some(if reading.is(at + 5, UNIT) { at + 6 } else { at + 5 });
        }
        let is_hedged = hedge_before(reading, at, 0) < at;
        return (reading.is_word(at + 2, "of") || is_hedged).then_some(at + 2);
    }
    if reading.is_one_of(at, "a an one") && reading.is(at + 1, UNIT) {
        // "a day and a half", "less than a minute"; "a minute" alone tells stories.
        if reading.is_word(at + 2, "and") && reading.is_word(at + 3, "a") && reading.is_word(at + 4, "half") {
            return Some(at + 5);
        }
        let is_bounded =
            at > 0 && reading.is_one_of(at - 1, "than least under most") && hedge_before(reading, at, 0) < at;
        let is_measured =
            !reading.is_one_of(at + 1, "person man part point story game member vote goal room bed page seat");
        return (is_bounded && is_measured).then_some(at + 2);
    }
    None
}

/// "one in four", "nine out of ten".
fn ratio(reading: &Reading<'_>, at: usize) -> Option<usize> {
    if !reading.is_one_of(at, FEW) {
        return None;
    }
    let whole = if reading.is_word(at + 1, "in") {
        at + 2
    } else if reading.is_word(at + 1, "out") && reading.is_word(at + 2, "of") {
        at + 3
    } else {
        return None;
    };
    let is_ratio = reading.is_one_of(whole, WHOLE) && !reading.is(whole + 1, SCALE | UNIT | MONTH);
    is_ratio.then_some(whole + 1)
}

/// "$1.2 billion", "€38.15 a share".
fn money(reading: &Reading<'_>, at: usize) -> Option<Figure> {
    if !reading.is_number(at + 1) || !reading.is_glued(at + 1) {
        return None;
    }
    // "US$5"
    let from = if at > 0 && reading.is_glued(at) && reading.is_one_of(at - 1, "US A C HK NZ") { at - 1 } else { at };
    let mut to = number(reading, at + 1)?;
    let is_range = reading.is_one_of(to, "to and") || reading.is_sign(to, "–-");
    let mut rule = "figure/money";
    if is_range && (reading.is_word(to, "to") || reading.is_word(from.wrapping_sub(1), "between")) {
        let second = to + 1 + usize::from(reading.is_sign(to + 1, "$€£¥₹"));
        if let Some(end) = number(reading, second).filter(|_| reading.is_number(second)) {
            let is_from = reading.is_word(from.wrapping_sub(1), "from");
            if !is_from {
                (to, rule) = (end, "figure/range");
            }
        }
    }
    Some((Stretch { from, to: rate(reading, to) }, rule))
}

/// The end of "to 20" or "and 20" behind a number, where both make one figure.
fn range(reading: &Reading<'_>, at: usize, end: usize) -> Option<usize> {
    let is_between = at > 0 && reading.is_word(at - 1, "between") && reading.is_word(end, "and");
    let is_joined = reading.is_one_of(end, "to or") && !(at > 0 && reading.is_word(at - 1, "from"));
    if !(is_between || is_joined || reading.is_sign(end, "–")) {
        return None;
    }
    let second = number(reading, end + 1)?;
    let is_small =
        |at: usize| !reading.is_number(at) || matches!(shape(reading.str(at)), Shape::Plain | Shape::Measured);
    (is_small(at) && is_small(end + 1) && !is_year(reading.str(end + 1))).then_some(second)
}

/// The end of a unit of measure behind a number, with its rate, and the rule.
fn unit(reading: &Reading<'_>, end: usize) -> Option<(usize, &'static str)> {
    if reading.is_sign(end, "%‰") {
        return Some((rate(reading, end + 1), "figure/percent"));
    }
    if reading.is_word(end, "per") && reading.is_word(end + 1, "cent") {
        return Some((rate(reading, end + 2), "figure/percent"));
    }
    if reading.is_one_of(end, "percent pct percentage") {
        let to = if reading.is_one_of(end + 1, "point points") { end + 2 } else { end + 1 };
        return Some((rate(reading, to), "figure/percent"));
    }
    if reading.is_word(end, "basis") && reading.is_one_of(end + 1, "point points") {
        return Some((end + 2, "figure/percent"));
    }
    if reading.is_sign(end, "°") {
        return Some((
            if reading.is_glued(end + 1) && reading.is_text(end + 1) { end + 2 } else { end + 1 },
            "figure/unit",
        ));
    }
    // "at least three times", "100 times its weight"
    if reading.is_word(end, "times") {
        return Some((end + 1, "figure/unit"));
    }
    // "85 nautical miles", "30 degrees Celsius", "3 million crowns".
    let at = end + usize::from(reading.is_one_of(end, "nautical square cubic metric US Canadian Australian"));
    if !reading.is(at, UNIT) || reading.is_one_of(at, "room person man") {
        return None;
    }
    let mut to = if reading.is_one_of(at + 1, "Celsius Fahrenheit") { at + 2 } else { at + 1 };
    // "three hours and 52 minutes"
    let is_large = reading.is_one_of(at, "hour hours minute minutes feet foot pound pounds");
    let second = to + usize::from(reading.is_word(to, "and"));
    if is_large && reading.is_one_of(second + 1, "minute minutes second seconds inch inches ounce ounces") {
        to = number(reading, second).filter(|end| *end == second + 1).map_or(to, |end| end + 1);
    }
    Some((rate(reading, to), "figure/unit"))
}

/// `end`, or the end of "a share", "per hour", "per 100,000 people" behind it.
fn rate(reading: &Reading<'_>, end: usize) -> usize {
    if reading.is_word(end, "per") && reading.is(end + 1, RATE)
        || reading.is_one_of(end, "a an") && reading.is(end + 1, RATE)
    {
        return end + 2;
    }
    if reading.is_word(end, "per") && reading.is_number(end + 1) {
        return counted(reading, end + 2).unwrap_or(end + 2);
    }
    end
}

/// The end of the noun that a number counts: the first plural within reach, across adjectives and nouns only.
fn counted(reading: &Reading<'_>, end: usize) -> Option<usize> {
    // "thousands of people"
    let after_of = end + 1;
    let is_vague = reading.is_word(end, "of") && reading.is(end - 1, SCALE) && reading.str(end - 1).ends_with('s');
    let from = if is_vague { after_of } else { end };
    for at in from..from + REACH {
        let is_modifier = reading.is_text(at)
            && (!reading.is(at, FUNCTION | MONTH) || reading.is_one_of(at, "more other such another"))
            && (!reading.is(at, FINITE) || reading.is(at, NOUNISH))
            && !reading.is(at, PARTICIPLE);
        if !is_modifier || reading.is_quoted(at) != reading.is_quoted(end - 1) {
            return None;
        }
        if is_plural(reading, at) {
            let goes_on =
                is_plural(reading, at + 1) && !reading.is(at + 1, FINITE | FUNCTION) && !reading.is(at, SCALE);
            return Some(rate(reading, if goes_on { at + 2 } else { at + 1 }));
        }
        if reading.is(at, ADVERB | DAY) && !reading.is_one_of(at, "long") {
            return None;
        }
    }
    None
}

fn is_plural(reading: &Reading<'_>, at: usize) -> bool {
    if !reading.is_text(at) || reading.is(at, NO_PLURAL) {
        return false;
    }
    let word = reading.str(at);
    let is_regular = word.ends_with('s')
        && word.len() > 3
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !word.ends_with("'s")
        && !word.ends_with("’s");
    is_regular || reading.is(at, PLURAL) && !reading.is(at, SCALE) || word == "MPs"
}

/// Whether a number that nothing is counted with stands as a figure of its own ("45,000 remained", "57 of them").
fn is_bare(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let text = reading.str(at);
    let is_large = text.contains([',', '.']) || end > at + 1;
    let before = at.wrapping_sub(1);
    if is_named_before(reading, at, text) && !is_large {
        return false;
    }
    if reading.is_number(at) {
        let is_listed = at == 0 && (reading.is_sign(end, ".):") || reading.is_glued(end));
        let is_timed = reading.is_one_of(before, "at by until since till from") && text.len() < 3;
        let is_marked = reading.is_sign(before, "(#/@._") || reading.is_glued(end) && reading.is_sign(end, "/_@#)");
        let is_in_word =
            reading.is_glued(at) && before < at && !reading.is_mark(before) && !reading.is_sign(before, "-–—(");
        return !(is_listed || is_timed || is_marked || is_in_word);
    }
    if end > at + 1 {
        return true;
    }
    // Number words alone: where a share or a count is told, not where a name or a phrase is ("the two", "at five").
    let is_hedged = hedge_before(reading, at, 0) < at;
    let is_share = reading.is_word(end, "of");
    let is_object = reading.is(before, FINITE | PARTICIPLE) || reading.str(before).ends_with("ing");
    let is_fixed = reading.is_one_of(before, "at by the these those all other past to into") || reading.is(at, SCALE);
    (is_hedged || is_share || is_object || is_verb_after(reading, end)) && !is_fixed
}

fn is_verb_after(reading: &Reading<'_>, end: usize) -> bool {
    reading.is_one_of(end, "were are have had died remain remained survived")
}

/// Whether a capitalised word before the number makes a name of both ("Falcon 9").
fn is_named_before(reading: &Reading<'_>, at: usize, text: &str) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    if !reading.is_capital(before) || reading.is(before, DAY | HEDGE | FUNCTION) {
        return false;
    }
    let is_first = reading.is_sentence_start(before);
    !is_first && !text.contains([',', '.']) && text.len() < 4 && !reading.is_capital(at)
}

/// Dates, times, ages, and numbers that are names.
fn is_name_or_date(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let text = reading.str(at);
    let before = at.wrapping_sub(1);
    // "Big Four", "World War Two".
    let opens = at == 0 || !reading.is_text(before) && !reading.is_number(before);
    if reading.is(at, NUMBER) && reading.is_capital(at) && !opens && !reading.is_sentence_start(at) {
        return true;
    }
    // "seven of the nine members" counts both.
    let is_share = reading.is_word(before.wrapping_sub(1), "of") && reading.is(before.wrapping_sub(2), NUMBER | SCALE);
    if reading.is_one_of(before, "the these those other both") && reading.is(at, NUMBER) && end == at + 1 && !is_share {
        let is_measured = unit(reading, end).is_some();
        return !is_measured;
    }
    let is_numbered = reading.is(before, NUMBERED)
        || reading.is_sign(before, ".") && reading.is_one_of(before.wrapping_sub(1), "No Nos no");
    if is_numbered && unit(reading, end).is_none() && text.len() < 5 {
        return true;
    }
    let is_day = text.len() < 3 && (reading.is(before, MONTH) && reading.is_capital(before) || is_month(reading, end));
    let is_dotted_month = reading.is_sign(before, ".") && reading.is(before.wrapping_sub(1), MONTH) && text.len() < 3;
    let is_clock =
        reading.is_one_of(end, "a.m. p.m. am pm GMT UTC CET EST ET BST o'clock o’clock noon") || text.contains(':');
    let is_age = reading.is_one_of(end, "years-old")
        || reading.is_one_of(end, "year years") && reading.is_word(end + 1, "old")
        || reading.is_one_of(before, "aged age turned")
        || reading.is_sign(before, ",(")
            && reading.is_sign(end, ",)")
            && text.len() < 3
            && reading.is_capital(before.wrapping_sub(1));
    let is_lone_year = is_year(text)
        && end == at + 1
        && unit(reading, end).is_none()
        && (!reading.is(end, PLURAL) || reading.is_word(before, "in"))
        && hedge_before(reading, at, 0) == at;
    is_day || is_dotted_month || is_clock || is_age || is_lone_year
}

fn is_month(reading: &Reading<'_>, at: usize) -> bool {
    reading.is(at, MONTH) && reading.is_capital(at)
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) && matches!(text.parse::<u16>(), Ok(1000..=2199))
}

/// Where the words before a figure begin that say how exact it is: `from` itself when there are none. Never before `floor`.
fn hedge_before(reading: &Reading<'_>, from: usize, floor: usize) -> usize {
    let mut start = from;
    for _ in 0..3 {
        let back = |count: usize| start.checked_sub(count).filter(|place| *place >= floor);
        let word = |count: usize, words: &str| back(count).is_some_and(|place| reading.is_one_of(place, words));
        let taken = if word(1, "than") && word(2, "more fewer less greater higher lower") {
            2 + usize::from(word(3, "no not slightly little far well much rather"))
        } else if word(1, "to") && word(2, "up close")
            || word(1, "least most") && word(2, "at")
            || word(1, "of") && word(2, "upwards")
        {
            2
        } else if word(1, "as") && word(2, "many much few little high") && word(3, "as") {
            3
        } else if word(1, "estimated") && word(2, "an") {
            2
        } else if word(1, "between") && start == from {
            usize::from(is_between_range(reading, from))
        } else if back(1).is_some_and(|place| reading.is(place, HEDGE)) && !is_plain_over(reading, start) {
            1
        } else {
            0
        };
        if taken == 0 {
            break;
        }
        start -= taken;
    }
    start
}

/// Whether "between" before `from` belongs to a range: an "and" follows the number closely.
fn is_between_range(reading: &Reading<'_>, from: usize) -> bool {
    (from + 1..from + 5).any(|at| reading.is_word(at, "and"))
}

/// "over two weeks" and "under the 12 treaties" are no hedges; "over 200,000" is one.
fn is_plain_over(reading: &Reading<'_>, at: usize) -> bool {
    reading.is_one_of(at - 1, "over under") && reading.is(at, NUMBER) && !reading.is(at + 1, SCALE)
}
