//! One block as the rules read it: its tokens, its sentences and its quotations.
//!
//! Not here: what the words mean ([`super::words`]) and what is marked. All of it is found in one pass over the block each.

use super::words::{Classes, Lexicon, NUMBER, TITLE};
use crate::domain::text::{Block, Text};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Begins with a letter; apostrophes and hyphens between letters are within it ("ministry’s", "US-led", "U.S.").
    Word,
    /// Begins with a digit: "1,200", "3.5", "3-1", "30-year-old", "10:30", "5km".
    Number,
    /// One character that is neither.
    Sign(char),
}

/// One token of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Code points of the whole text.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Bytes of the block.
    from: u32,
    to: u32,
    /// What the word can be.
    pub(super) classes: Classes,
    pub(super) is_capital: bool,
    /// Whether no blank stands before it.
    pub(super) is_glued: bool,
    /// Whether it stands within a quotation, marks included.
    pub(super) is_quoted: bool,
}

/// A stretch of tokens, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: usize,
    pub(super) to: usize,
}

/// A block with its tokens.
pub(super) struct Reading<'a> {
    source: &'a str,
    pub(super) tokens: Vec<Token>,
    pub(super) sentences: Vec<Stretch>,
    /// The quotations, from the opening mark to behind the closing one.
    pub(super) quotes: Vec<Stretch>,
}

impl<'a> Reading<'a> {
    /// Reads a block. `goes_on` says whether the next block opens with a quotation mark: a quotation that is not closed
    /// here is then taken to reach over the block's end.
    pub(super) fn new(text: &'a Text, block: &Block, lexicon: &Lexicon, goes_on: bool) -> Self {
        let source = text.block_str(block);
        let tokens = tokens_of(source, block.start().get(), lexicon);
        let mut reading = Self { source, tokens, sentences: Vec::new(), quotes: Vec::new() };
        reading.find_quotes(goes_on);
        reading.find_sentences();
        reading
    }

    /// How many tokens there are.
    pub(super) fn count(&self) -> usize {
        self.tokens.len()
    }

    /// The token's text; empty beyond the end.
    pub(super) fn str(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .and_then(|token| self.source.get(token.from as usize..token.to as usize))
            .unwrap_or_default()
    }

    /// Whether the word at `at` is of one of the classes.
    pub(super) fn is(&self, at: usize, classes: Classes) -> bool {
        self.tokens.get(at).is_some_and(|token| token.classes & classes != 0)
    }

    /// Whether the token at `at` is this word, whatever its capitals.
    pub(super) fn is_word(&self, at: usize, word: &str) -> bool {
        self.str(at).eq_ignore_ascii_case(word)
    }

    /// Whether the token at `at` is one of these words, which are separated by single blanks.
    pub(super) fn is_one_of(&self, at: usize, words: &str) -> bool {
        at < self.count() && words.split(' ').any(|word| self.is_word(at, word))
    }

    /// The sign at `at`.
    pub(super) fn sign(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    /// Whether the token at `at` is one of these signs.
    pub(super) fn is_sign(&self, at: usize, signs: &str) -> bool {
        self.sign(at).is_some_and(|sign| signs.chars().any(|one| one == sign))
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Number)
    }

    pub(super) fn is_text(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Word)
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_capital)
    }

    pub(super) fn is_quoted(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_quoted)
    }

    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_glued)
    }

    /// Whether a quotation mark stands at `at`.
    pub(super) fn is_mark(&self, at: usize) -> bool {
        self.is_sign(at, "\"“”«»‘’'„")
    }

    /// Whether a sentence begins at `at`, perhaps behind an opening mark. O(log sentences).
    pub(super) fn is_sentence_start(&self, at: usize) -> bool {
        let after = self.sentences.partition_point(|sentence| sentence.from <= at);
        let Some(sentence) = after.checked_sub(1).and_then(|place| self.sentences.get(place)) else { return false };
        (sentence.from..at).all(|place| place + 3 > at && self.sign(place).is_some())
    }

    fn find_quotes(&mut self, goes_on: bool) {
        let mut open: Option<(usize, char)> = None;
        for at in 0..self.count() {
            let Some(sign) = self.sign(at) else { continue };
            match open {
                Some((from, closing)) if sign == closing && self.closes(at, sign) => {
                    self.quotes.push(Stretch { from, to: at + 1 });
                    open = None;
                }
                // A single mark that is not closed before a double one opens was an apostrophe.
                None | Some((_, '\'' | '’')) => {
                    if let Some(closing) = self.closing_for(at, sign)
                        && (open.is_none() || !matches!(closing, '\'' | '’'))
                    {
                        open = Some((at, closing));
                    }
                }
                Some(_) => {}
            }
        }
        if let Some((from, '"' | '”' | '»')) = open.filter(|_| goes_on) {
            self.quotes.push(Stretch { from, to: self.count() });
        }
        for quote in &self.quotes {
            for token in &mut self.tokens[quote.from..quote.to] {
                token.is_quoted = true;
            }
        }
    }

    /// Which mark would close the one at `at`; `None` when it opens nothing.
    fn closing_for(&self, at: usize, sign: char) -> Option<char> {
        let closing = match sign {
            '"' => '"',
            '“' | '„' => '”',
            '«' => '»',
            '‘' => '’',
            '\'' => '\'',
            _ => return None,
        };
        let is_apart = at == 0 || !self.is_glued(at) || self.is_sign(at - 1, "([–—-");
        (is_apart && self.is_glued(at + 1)).then_some(closing)
    }

    /// Whether the mark at `at` closes: a double one always does, a single one where no letter follows.
    fn closes(&self, at: usize, sign: char) -> bool {
        !matches!(sign, '\'' | '’') || !self.is_glued(at + 1) || self.sign(at + 1).is_some()
    }

    fn find_sentences(&mut self) {
        let mut from = 0;
        let mut at = 0;
        while at < self.count() {
            let mut next = at + 1;
            if self.is_sign(at, ".!?…") && !self.is_abbreviation(at) {
                while next < self.count() && self.is_glued(next) && self.is_sign(next, ".!?…)\"”’'»") {
                    next += 1;
                }
                if self.begins_sentence(next) {
                    self.sentences.push(Stretch { from, to: next });
                    from = next;
                }
            } else if self.is_one_of(at, "a.m. p.m.") && self.is_capital(next) && !self.is_one_of(next, "GMT EST ET") {
                self.sentences.push(Stretch { from, to: next });
                from = next;
            }
            at = next;
        }
        if from < self.count() {
            self.sentences.push(Stretch { from, to: self.count() });
        }
    }

    fn is_abbreviation(&self, at: usize) -> bool {
        let before = at.wrapping_sub(1);
        let is_short = self.is(before, TITLE) && self.is_capital(before) || self.is_one_of(before, "vs etc approx est");
        let is_initial = self.is_capital(before) && self.str(before).chars().count() == 1 && !self.is_word(before, "I");
        // "No." counts only before a number.
        let is_numbered = !self.is_word(before, "No") || self.is_number(at + 1);
        self.is_glued(at) && (is_short && is_numbered || is_initial)
    }

    /// Whether a sentence can begin at `at`, behind a stop: a small letter goes on, and so does what has no blank before it.
    fn begins_sentence(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return true };
        match token.kind {
            _ if token.is_glued => false,
            Kind::Word => token.is_capital,
            Kind::Number => true,
            Kind::Sign(_) if self.is_mark(at) || self.is_sign(at, "([") => {
                !self.is_text(at + 1) || self.is_capital(at + 1) || self.is_mark(at)
            }
            Kind::Sign(sign) => sign == '$' || !sign.is_ascii(),
        }
    }
}

/// Cuts a block into tokens; blanks belong to none. O(length).
fn tokens_of(source: &str, block_start: u32, lexicon: &Lexicon) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut characters = source.char_indices().peekable();
    let mut place = block_start;
    let mut is_glued = false;
    let mut small = String::new();
    while let Some((from, first)) = characters.next() {
        let start = place;
        place += 1;
        if first.is_whitespace() {
            is_glued = false;
            continue;
        }
        let mut to = from + first.len_utf8();
        // Two apostrophes are the quotation mark of old wires.
        let is_double = first == '\'' && characters.next_if(|(_, next)| *next == '\'').is_some();
        if is_double {
            (to, place) = (to + 1, place + 1);
        }
        let is_joined = first.is_alphanumeric();
        let mut last = first;
        while let Some((at, character)) = characters.peek().copied().filter(|_| is_joined) {
            let behind = source.get(at + character.len_utf8()..).and_then(|rest| rest.chars().next());
            if !joins(last, character, behind, source.get(from..at).unwrap_or_default()) {
                break;
            }
            last = character;
            to = at + character.len_utf8();
            place += 1;
            characters.next();
        }
        let kind = match first {
            '0'..='9' => Kind::Number,
            _ if is_joined => Kind::Word,
            _ if is_double => Kind::Sign('"'),
            _ => Kind::Sign(first),
        };
        let word = source.get(from..to).unwrap_or_default();
        let classes = if kind == Kind::Word { classes_of(word, lexicon, &mut small) } else { 0 };
        let is_capital = first.is_uppercase();
        let (from, to) = (from as u32, to as u32);
        tokens.push(Token { kind, start, end: place, from, to, classes, is_capital, is_glued, is_quoted: false });
        is_glued = true;
    }
    tokens
}

/// Whether a character goes on with the word or number so far.
fn joins(last: char, character: char, behind: Option<char>, so_far: &str) -> bool {
    let is_before_letter = behind.is_some_and(char::is_alphanumeric);
    let is_before_digit = behind.is_some_and(|behind| behind.is_ascii_digit());
    match character {
        '\'' | '’' | '-' | '\u{2010}' | '\u{2011}' => last.is_alphanumeric() && is_before_letter,
        '–' | ',' | ':' | '/' => last.is_ascii_digit() && is_before_digit,
        '.' if last.is_ascii_digit() && is_before_digit => true,
        // "U.S." and "a.m.", with the last stop.
        '.' => {
            last.is_alphabetic()
                && (so_far.len() == last.len_utf8() && behind.is_some_and(char::is_alphabetic)
                    || so_far.chars().rev().nth(1) == Some('.'))
        }
        // Marks that combine with a letter, soft hyphens and the like are within the word.
        _ => character.is_alphanumeric() || !character.is_ascii() && is_mark_of_a_word(character),
    }
}

fn is_mark_of_a_word(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}' | '\u{200d}')
}

/// What a word can be: as it stands, without its "’s", or by its last part ("co-leader"). Of two number words joined, both count.
fn classes_of(word: &str, lexicon: &Lexicon, small: &mut String) -> Classes {
    small.clear();
    if word.len() > 40 {
        return 0;
    }
    small.extend(word.chars().map(|character| if character == '’' { '\'' } else { character.to_ascii_lowercase() }));
    let known = lexicon.classes(small);
    if known != 0 {
        return known;
    }
    match small.rsplit_once('-') {
        Some((first, last)) => {
            let last = lexicon.classes(last);
            let is_number = lexicon.classes(first) & NUMBER != 0;
            last & (super::words::AGENT | if is_number { NUMBER } else { 0 })
        }
        None => 0,
    }
}
