//! Names that every tool can read, made from labels and kinds of links.

use super::Loss;
use super::losses::loss;
use std::collections::BTreeMap;

/// For each name of a project the one that is written: ASCII letters, digits, `-` and `_`, beginning with a letter.
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    /// Chooses a name for each; a name that is safe already stays, and no two become the same. `what` names them in a loss.
    pub(crate) fn of(names: &mut dyn Iterator<Item = &str>, what: &str, losses: &mut Vec<Loss>) -> Self {
        let mut unsafe_names = Vec::new();
        let mut chosen: BTreeMap<String, String> = BTreeMap::new();
        let mut taken: BTreeMap<String, ()> = BTreeMap::new();
        for name in names {
            if is_safe(name) {
                chosen.insert(name.to_owned(), name.to_owned());
                taken.insert(name.to_owned(), ());
            } else {
                unsafe_names.push(name);
            }
        }
        for name in unsafe_names {
            if chosen.contains_key(name) {
                continue;
            }
            let stem = made_safe(name);
            let mut own = stem.clone();
            let mut number = 1u32;
            while taken.insert(own.clone(), ()).is_some() {
                number += 1;
                own = format!("{stem}-{number}");
            }
            let choice = format!("written as {own}");
            losses.push(loss(&format!("{what} {name}"), "other tools do not take such a name", &choice));
            chosen.insert(name.to_owned(), own);
        }
        Self(chosen)
    }

    /// What is written for a name.
    pub(crate) fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// All names that are written, in alphabetical order of what they stand for.
    pub(crate) fn written(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }
}

/// Whether a name can be written as it is everywhere.
pub(crate) fn is_safe(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.bytes().all(is_plain) && name.len() <= 64
}

fn made_safe(name: &str) -> String {
    let plain = |sign: char| if sign.is_ascii_alphanumeric() || sign == '-' { sign } else { '_' };
    let safe: String = name.chars().map(plain).take(48).collect();
    if safe.starts_with(|first: char| first.is_ascii_alphabetic()) { safe } else { format!("x{safe}") }
}
