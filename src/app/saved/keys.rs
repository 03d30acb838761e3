//! The keys of the store, and the places of the log that they name.

use super::entry::Place;

/// The largest number that is read, of an entry or of folds: what another program has put beyond it would soon leave no further ones.
pub(super) const LARGEST: u32 = u32::MAX / 4 * 3;

/// A number as it is read, with room to count on from it.
pub(super) fn number_of(digits: &str) -> Option<u32> {
    digits.parse().ok().filter(|number| *number <= LARGEST)
}

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

/// The place that a key names. One of a number that is larger than any of ours is still a place, so that it can be set aside.
pub(super) fn place_of(id: &str, key: &str) -> Option<Place> {
    let rest = key.strip_prefix("attest/change/")?.strip_prefix(id)?.strip_prefix('/')?;
    let (number, tab) = rest.split_once('-')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Place { number: number.parse().unwrap_or(u32::MAX), tab: tab.to_owned() })
}
