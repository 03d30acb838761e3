//! Letters as they are compared where capital and small ones are the same.
//!
//! The standard library has these mappings as well, in a table of 12 kB that gzip halves. Here they are runs of 1.3 kB.

/// The runs of letters that have a small form: the first letter (three bytes), how many letters behind it the last one
/// is, twice, and one more if only every other letter is of the run (one byte), and how far behind each its small form
/// is (three bytes, signed). Numbers begin with their lowest byte. `tests/case.rs` makes the file.
static RUNS: &[u8] = include_bytes!("case/runs.bin");

/// The form in which a letter is compared: its small form, and one that is the same for both small sigmas.
///
/// It is one character for one, the simple lowercase mapping of Unicode 17.0.0 (`UnicodeData.txt`): of the İ of Turkish
/// an i. A character without such a form stays as it is. O(log runs).
#[must_use]
pub fn small(character: char) -> char {
    match character {
        '\0'..='\x7f' => character.to_ascii_lowercase(),
        '\u{3c2}' => '\u{3c3}',
        _ => small_form(u32::from(character)).unwrap_or(character),
    }
}

/// A text in which each letter is in the form in which it is compared; as many characters as before.
#[must_use]
pub fn folded(text: &str) -> String {
    text.chars().map(small).collect()
}

fn small_form(letter: u32) -> Option<char> {
    let (runs, _) = RUNS.as_chunks::<7>();
    let first_of = |run: &[u8; 7]| u32::from_le_bytes([run[0], run[1], run[2], 0]);
    let run = runs.get(runs.partition_point(|run| first_of(run) <= letter).checked_sub(1)?)?;
    let behind_first = letter - first_of(run);
    let (length, is_alternating) = (u32::from(run[3] >> 1), run[3] & 1 == 1);
    if behind_first > length || is_alternating && behind_first % 2 == 1 {
        return None;
    }
    let distance = i32::from_le_bytes([0, run[4], run[5], run[6]]) >> 8;
    char::from_u32(letter.wrapping_add_signed(distance))
}
