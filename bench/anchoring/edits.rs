//! Articles as newsrooms change them: edits that know where each character came from.
//!
//! Every edit is drawn from a seed, so that a run can be repeated. Nothing here knows how annotations are found again.

use std::ops::Range;

/// A source of chance (Steele, Lea and Flood's SplitMix64): the same seed gives the same edits on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x9e37_79b9_7f4a_7c15)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}

/// What an editor did to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Typos,
    InsertedSentences,
    RemovedSentences,
    MovedParagraphs,
    Rewording,
    NewFigures,
    EverythingAtOnce,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Typos,
        Self::InsertedSentences,
        Self::RemovedSentences,
        Self::MovedParagraphs,
        Self::Rewording,
        Self::NewFigures,
        Self::EverythingAtOnce,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Typos => "typo fixes",
            Self::InsertedSentences => "inserted sentences",
            Self::RemovedSentences => "removed sentences",
            Self::MovedParagraphs => "moved paragraphs",
            Self::Rewording => "rewording",
            Self::NewFigures => "new figures",
            Self::EverythingAtOnce => "everything at once",
        }
    }
}

/// A character, and the place in the old text that it stands for, if there is one.
type Traced = (char, Option<usize>);

/// The new version of an article.
pub struct Edited {
    pub text: String,
    /// For each character of the new text, the place in the old one that it stands for.
    origins: Vec<Option<usize>>,
}

/// What truly became of a stretch of the old text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    /// All of it is there, and in one piece.
    Whole(Range<usize>),
    /// Most of it is there, perhaps in other words.
    Touched(Range<usize>),
    /// Less than half of it is left, here.
    Scraps(Range<usize>),
    /// It was taken out.
    Gone,
}

impl Edited {
    pub fn truth(&self, old: &[char], span: Range<usize>) -> Truth {
        let places = (0..).zip(&self.origins).filter(|(_, origin)| origin.is_some_and(|origin| span.contains(&origin)));
        let places: Vec<usize> = places.map(|(place, _)| place).collect();
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return Truth::Gone };
        let range = *first..last + 1;
        let new: Vec<char> = self.text.chars().skip(range.start).take(range.len()).collect();
        let is_whole =
            new == old[span.clone()] && (span.clone().map(Some)).eq(self.origins[range.clone()].iter().copied());
        // A word that replaces another stands for its first letter on, so the share is one of old places.
        let mut left: Vec<usize> = places.iter().filter_map(|place| self.origins[*place]).collect();
        left.sort_unstable();
        left.dedup();
        if is_whole {
            Truth::Whole(range)
        } else if left.len() * 2 >= span.len() && range.len() <= span.len() * 2 {
            Truth::Touched(range)
        } else {
            Truth::Scraps(range)
        }
    }
}

/// An article, edited in one way.
pub fn edit(source: &str, kind: Kind, dice: &mut Dice) -> Edited {
    let mut paragraphs: Vec<Vec<Traced>> = Vec::new();
    let mut offset = 0;
    for line in source.split('\n') {
        paragraphs.push(line.chars().zip(offset..).map(|(character, place)| (character, Some(place))).collect());
        offset += line.chars().count() + 1;
    }
    let rounds = |dice: &mut Dice, share: usize, size: usize| 1 + size / share + dice.below(1 + size / share);
    let size = paragraphs.len();
    match kind {
        Kind::Typos => (0..rounds(dice, 1, size)).for_each(|_| typo(&mut paragraphs, dice)),
        Kind::InsertedSentences => (0..rounds(dice, 4, size)).for_each(|_| insert(&mut paragraphs, dice)),
        Kind::RemovedSentences => (0..rounds(dice, 5, size)).for_each(|_| remove(&mut paragraphs, dice)),
        Kind::MovedParagraphs => (0..1 + dice.below(3)).for_each(|_| shift(&mut paragraphs, dice)),
        Kind::Rewording => (0..rounds(dice, 4, size)).for_each(|_| reword(&mut paragraphs, dice)),
        Kind::NewFigures => (0..rounds(dice, 4, size)).for_each(|_| new_figure(&mut paragraphs, dice)),
        Kind::EverythingAtOnce => {
            for _ in 0..rounds(dice, 6, size) {
                typo(&mut paragraphs, dice);
                insert(&mut paragraphs, dice);
                remove(&mut paragraphs, dice);
                reword(&mut paragraphs, dice);
                new_figure(&mut paragraphs, dice);
            }
            shift(&mut paragraphs, dice);
        }
    }
    let mut traced: Vec<Traced> = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if index > 0 {
            traced.push(('\n', None));
        }
        traced.extend(paragraph);
    }
    Edited {
        text: traced.iter().map(|(character, _)| character).collect(),
        origins: traced.iter().map(|(_, origin)| *origin).collect(),
    }
}

/// A paragraph that has more than a few words.
fn some_paragraph(paragraphs: &[Vec<Traced>], dice: &mut Dice) -> usize {
    let long: Vec<usize> = (0..paragraphs.len()).filter(|index| paragraphs[*index].len() > 40).collect();
    if long.is_empty() { 0 } else { long[dice.below(long.len())] }
}

/// The words of a paragraph, as ranges.
fn words(paragraph: &[Traced]) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    let is_digit = |index: usize| paragraph.get(index).is_some_and(|(character, _)| character.is_ascii_digit());
    for (index, (character, _)) in paragraph.iter().chain([&(' ', None)]).enumerate() {
        // "4,200" is one word.
        let joins = matches!(character, ',' | '.') && index > 0 && is_digit(index - 1) && is_digit(index + 1);
        match (start, joins || character.is_alphanumeric()) {
            (None, true) => start = Some(index),
            (Some(from), false) => {
                words.push(from..index);
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The sentences of a paragraph, each with the blank behind it.
fn sentences(paragraph: &[Traced]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for index in 1..paragraph.len() {
        let ends = matches!(paragraph[index - 1].0, '.' | '?' | '”') && paragraph[index].0 == ' ';
        if ends && paragraph.get(index + 1).is_some_and(|next| next.0.is_uppercase() || next.0 == '“') {
            sentences.push(start..index + 1);
            start = index + 1;
        }
    }
    sentences.push(start..paragraph.len());
    sentences
}

fn typo(paragraphs: &mut [Vec<Traced>], dice: &mut Dice) {
    let index = some_paragraph(paragraphs, dice);
    let paragraph = &mut paragraphs[index];
    let long: Vec<Range<usize>> = words(paragraph).into_iter().filter(|word| word.len() > 3).collect();
    if long.is_empty() {
        return;
    }
    let word = long[dice.below(long.len())].clone();
    let place = word.start + 1 + dice.below(word.len() - 2);
    match dice.below(4) {
        0 => drop(paragraph.remove(place)),
        1 => {
            let (one, other) = (paragraph[place].0, paragraph[place + 1].0);
            (paragraph[place].0, paragraph[place + 1].0) = (other, one);
        }
        2 => {
            let doubled = paragraph[place];
            paragraph.insert(place, doubled);
        }
        _ => paragraph[place].0 = char::from(b'a' + dice.below(26) as u8),
    }
}

/// Puts in a sentence that is made of the article's own words: a copy of one of its sentences with some words exchanged.
fn insert(paragraphs: &mut [Vec<Traced>], dice: &mut Dice) {
    let from = some_paragraph(paragraphs, dice);
    let all = sentences(&paragraphs[from]);
    let mut sentence: Vec<Traced> = paragraphs[from][all[dice.below(all.len())].clone()].to_vec();
    let vocabulary = vocabulary(paragraphs);
    for word in words(&sentence).into_iter().rev() {
        if dice.one_in(2) {
            let other = vocabulary[dice.below(vocabulary.len())].chars().map(|character| (character, None));
            sentence.splice(word, other.collect::<Vec<_>>());
        }
    }
    if sentence.last().is_none_or(|last| last.0 != ' ') {
        sentence.push((' ', None));
    }
    sentence.iter_mut().for_each(|character| character.1 = None);
    let to = some_paragraph(paragraphs, dice);
    let places = sentences(&paragraphs[to]);
    let place = places[dice.below(places.len())].start;
    paragraphs[to].splice(place..place, sentence);
}

fn remove(paragraphs: &mut Vec<Vec<Traced>>, dice: &mut Dice) {
    let index = some_paragraph(paragraphs, dice);
    let all = sentences(&paragraphs[index]);
    if all.len() == 1 {
        if paragraphs.len() > 6 {
            paragraphs.remove(index);
        }
    } else {
        paragraphs[index].drain(all[dice.below(all.len())].clone());
    }
}

fn shift(paragraphs: &mut Vec<Vec<Traced>>, dice: &mut Dice) {
    let from = some_paragraph(paragraphs, dice);
    let paragraph = paragraphs.remove(from);
    let to = dice.below(paragraphs.len() + 1);
    paragraphs.insert(to, paragraph);
}

/// Says a sentence differently: about a third of its words are exchanged, left out or put in.
fn reword(paragraphs: &mut [Vec<Traced>], dice: &mut Dice) {
    let vocabulary = vocabulary(paragraphs);
    let index = some_paragraph(paragraphs, dice);
    let paragraph = &mut paragraphs[index];
    let all = sentences(paragraph);
    let sentence = all[dice.below(all.len())].clone();
    let inside: Vec<Range<usize>> =
        words(paragraph).into_iter().filter(|word| sentence.start <= word.start && word.end <= sentence.end).collect();
    for word in inside.into_iter().rev() {
        if !dice.one_in(3) {
            continue;
        }
        let written: String = paragraph[word.clone()].iter().map(|(character, _)| character).collect();
        let known = SYNONYMS.iter().find(|(one, _)| *one == written).map(|(_, other)| *other);
        let chosen = known.unwrap_or_else(|| &vocabulary[dice.below(vocabulary.len())]);
        match dice.below(4) {
            0 if word.end < paragraph.len() => drop(paragraph.drain(word.start..word.end + 1)),
            1 => {
                let put_in = chosen.chars().chain([' ']).map(|character| (character, None)).collect::<Vec<_>>();
                paragraph.splice(word.start..word.start, put_in);
            }
            _ => replace(paragraph, word, chosen),
        }
    }
}

/// Corrects a number.
fn new_figure(paragraphs: &mut [Vec<Traced>], dice: &mut Dice) {
    let mut numbers: Vec<(usize, usize)> = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let digits = (0..).zip(paragraph).filter(|(_, (character, _))| character.is_ascii_digit());
        numbers.extend(digits.map(|(place, _)| (index, place)));
    }
    if numbers.is_empty() {
        return;
    }
    let (index, place) = numbers[dice.below(numbers.len())];
    paragraphs[index][place].0 = char::from(b'1' + dice.below(9) as u8);
}

/// Puts a word in the place of another; it stands for the same place of the old text.
fn replace(paragraph: &mut Vec<Traced>, word: Range<usize>, other: &str) {
    let origins: Vec<Option<usize>> = paragraph[word.clone()].iter().map(|(_, origin)| *origin).collect();
    let length = other.chars().count();
    let origin = |index: usize| {
        // Shared out over the letters, so that the whole of the old word is stood for.
        origins[index * origins.len() / length.max(1)]
    };
    let mut replaced: Vec<Traced> =
        other.chars().enumerate().map(|(index, character)| (character, origin(index))).collect();
    if let (Some(last), Some(end)) = (replaced.last_mut(), origins.last()) {
        last.1 = *end;
    }
    paragraph.splice(word, replaced);
}

/// The words of the article, each as often as it is used.
fn vocabulary(paragraphs: &[Vec<Traced>]) -> Vec<String> {
    let spelled = |paragraph: &Vec<Traced>| {
        words(paragraph)
            .into_iter()
            .map(|word| paragraph[word].iter().map(|(character, _)| character).collect::<String>())
            .collect::<Vec<_>>()
    };
    paragraphs.iter().flat_map(spelled).collect()
}

const SYNONYMS: &[(&str, &str)] = &[
    ("said", "stated"),
    ("people", "residents"),
    ("about", "roughly"),
    ("according", "going by"),
    ("more", "further"),
    ("would", "was going to"),
    ("number", "figure"),
    ("asked", "wanted to know"),
    ("had", "has"),
    ("get", "receive"),
    ("got", "received"),
    ("year", "twelve months"),
    ("costs", "comes to"),
    ("government", "cabinet"),
    ("officials", "authorities"),
    ("Officials", "Authorities"),
    ("pay", "wages"),
    ("homes", "houses"),
    ("vaccine", "jab"),
    ("study", "paper"),
    ("drivers", "crews"),
    ("budget", "spending plan"),
];

/// Spans such as people mark: figures, attributions, clauses, sentences, whole paragraphs.
pub fn spans(source: &str, dice: &mut Dice) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut offset = 0;
    for line in source.split('\n') {
        let paragraph: Vec<Traced> = line.chars().map(|character| (character, None)).collect();
        let all = words(&paragraph);
        for (index, word) in all.iter().enumerate() {
            let written: String = paragraph[word.clone()].iter().map(|(character, _)| character).collect();
            let is_figure = written.starts_with(|first: char| first.is_ascii_digit());
            if is_figure || written == "said" {
                // With the next word, or with the one before it: "4,200 people", "officials said".
                let start = if is_figure { word.start } else { all[index.saturating_sub(1)].start };
                let end = if is_figure { all[(index + 1).min(all.len() - 1)].end } else { word.end };
                spans.push(offset + start..offset + end);
            } else if dice.one_in(14) {
                let last = (index + 1 + dice.below(12)).min(all.len() - 1);
                spans.push(offset + word.start..offset + all[last].end);
            }
        }
        for sentence in sentences(&paragraph) {
            if sentence.len() > 12 && dice.one_in(3) {
                spans.push(offset + sentence.start..offset + sentence.end - 1);
            }
        }
        if line.contains("/Photo") {
            spans.push(offset..offset + paragraph.len());
        }
        offset += paragraph.len() + 1;
    }
    spans.sort_by_key(|span| (span.start, span.end));
    spans.dedup();
    spans
}
