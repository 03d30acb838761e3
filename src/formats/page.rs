//! Web pages: their source without what is no text.
//!
//! Not here: parsing it, which a browser does best, and taking the text out.

/// What stands for what went, so that the text before and after it cannot make a tag together.
const NOTHING: &str = "<!---->";

/// The same page without scripts, styles, comments and all attributes.
///
/// Only a page's text is taken. But while a browser parses the rest, it holds it against the policy of Attest's own page,
/// and reports every inline style and handler of the foreign page as a break of it.
#[must_use]
pub fn bare(source: &str) -> String {
    let mut bare = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((text, markup)) = rest.split_once('<') {
        bare.push_str(text);
        if markup.starts_with("!--") {
            // `<!-->` is a whole comment: its dashes begin and end it.
            rest = markup[1..].split_once("-->").map_or("", |(_, after)| after);
            bare.push_str(NOTHING);
            continue;
        }
        bare.push('<');
        rest = markup;
        let is_tag = markup.trim_start_matches('/').starts_with(|first: char| first.is_ascii_alphabetic());
        if !is_tag {
            continue;
        }
        let length = markup.find(['>', ' ', '\t', '\n', '\r', '\u{c}']).unwrap_or(markup.len());
        let name = markup[..length].trim_end_matches('/');
        let (is_closed, after) = after_attributes(&markup[name.len()..]);
        rest = after;
        let content = if is_closed { "" } else { &rest[..length_of_raw(name, rest)] };
        rest = &rest[content.len()..];
        if matches!(name.to_ascii_lowercase().as_str(), "script" | "style") {
            bare.truncate(bare.len() - 1);
            bare.push_str(NOTHING);
            continue;
        }
        bare.push_str(name);
        bare.push_str(if is_closed { "/>" } else { ">" });
        bare.push_str(content);
    }
    bare.push_str(rest);
    bare
}

/// Whether a tag closes its own element, and what comes after it; given what follows its name.
fn after_attributes(tag: &str) -> (bool, &str) {
    let mut quote = None;
    // Quotation marks enclose only what follows an equals sign.
    let mut is_value = false;
    for (at, character) in tag.char_indices() {
        match character {
            '>' if quote.is_none() => return (tag[..at].ends_with('/'), &tag[at + 1..]),
            '"' | '\'' if quote == Some(character) => quote = None,
            '"' | '\'' if quote.is_none() && is_value => quote = Some(character),
            _ => {}
        }
        is_value = quote.is_none() && (character == '=' || is_value && character.is_ascii_whitespace());
    }
    (false, "")
}

/// How many bytes after the tag of this name are no markup: all up to its end tag, for the elements that hold text alone.
fn length_of_raw(name: &str, rest: &str) -> usize {
    if !["script", "style", "title", "textarea"].iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
        return 0;
    }
    let ends = |at: &usize| rest[at + 2..].get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
    rest.match_indices("</").map(|(at, _)| at).find(ends).unwrap_or(rest.len())
}
