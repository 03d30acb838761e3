//! What the annex does in a thread beside the page: words and files in, words and files out.

/// Does a piece of work, named by the first of the words; tells how far it is. Unknown work gives nothing.
#[must_use]
pub fn work(words: &str, files: Vec<(String, Vec<u8>)>, tell: &dyn Fn(&str)) -> (String, Vec<(String, Vec<u8>)>) {
    let _ = (words, files, tell);
    (String::new(), Vec::new())
}
