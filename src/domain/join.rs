//! Joining strings, once for all types: the standard library's is made anew for each, 1 kB of the wasm file each time.

/// The parts with something between each two of them.
pub fn join<'a>(parts: impl Iterator<Item = &'a str>, between: &str) -> String {
    let mut joined = String::new();
    parts.for_each(|part| push(&mut joined, part, between));
    joined
}

/// Puts another part behind those that are joined already; empty ones at the start are passed over.
fn push(joined: &mut String, part: &str, between: &str) {
    if !joined.is_empty() {
        joined.push_str(between);
    }
    joined.push_str(part);
}
