//! Text in XML and HTML: what has to be escaped, and what cannot be held at all.

/// Adds a text to XML as the value of an attribute in double quotes; whether every character could be held. What XML 1.0 has no way to hold, not even as a reference, becomes U+FFFD, so that offsets stay.
pub(crate) fn push_xml(out: &mut String, text: &str) -> bool {
    let mut is_whole = true;
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Raw, a parser would turn these into other white space: a CR into a line end, all of them in an attribute into
            // blanks.
            '\r' => out.push_str("&#13;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                out.push('\u{fffd}');
                is_whole = false;
            }
            _ => out.push(character),
        }
    }
    is_whole
}

/// [`push_xml`] as content, where line ends and tabs stay as they are.
pub(crate) fn push_xml_content(out: &mut String, text: &str) -> bool {
    let mut is_whole = true;
    for piece in text.split_inclusive(['\n', '\t']) {
        let bare = piece.strip_suffix(['\n', '\t']).unwrap_or(piece);
        is_whole &= push_xml(out, bare);
        out.push_str(piece.get(bare.len()..).unwrap_or_default());
    }
    is_whole
}

/// Adds a text to HTML, as content or as the value of an attribute in double quotes; whether every character could be held.
/// U+0000 becomes U+FFFD, since parsers drop it.
pub(crate) fn push_html(out: &mut String, text: &str) -> bool {
    let mut is_whole = true;
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\0' => {
                out.push('\u{fffd}');
                is_whole = false;
            }
            _ => out.push(character),
        }
    }
    is_whole
}
