//! The keys of the store, and the places of the log that they name.

use super::entry::Place;

/// Tells one text from another (FNV-1a, 64 bits).
pub(super) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

pub(super) fn text_key(id: &str) -> String {
    ["attest/text/", id].concat()
}

pub(super) fn snapshot_key(id: &str) -> String {
    ["attest/snapshot/", id].concat()
}

pub(super) fn fold_key(id: &str) -> String {
    ["attest/fold/", id].concat()
}

pub(super) fn history_key(id: &str, number: u32) -> String {
    ["attest/history/", id, "/", &padded(number, 6)].concat()
}

pub(super) fn change_key(id: &str, place: &Place) -> String {
    ["attest/change/", id, "/", &padded(place.number, 8), "-", &place.tab].concat()
}

/// A number with so many digits at least, so that keys are in the order of their numbers.
fn padded(number: u32, width: usize) -> String {
    let digits = number.to_string();
    ["00000000".get(digits.len()..width).unwrap_or_default(), &digits].concat()
}

pub(super) fn place_of(id: &str, key: &str) -> Option<Place> {
    let rest = key.strip_prefix("attest/change/")?.strip_prefix(id)?.strip_prefix('/')?;
    let (number, tab) = rest.split_once('-')?;
    Some(Place { number: number.parse().ok()?, tab: tab.to_owned() })
}
