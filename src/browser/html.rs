//! The text of a web page, block by block. The page is parsed into a document of its own, in which no script runs and
//! nothing is loaded; only its text is taken.

use wasm_bindgen::JsCast;
use web_sys::{DomParser, Element, Node, SupportedType};

/// The text of an HTML file, a line for each block, and its title.
#[must_use]
pub fn text_of(source: &str) -> Option<(String, String)> {
    let parsed = DomParser::new().ok()?.parse_from_string(source, SupportedType::TextHtml).ok()?;
    let mut lines = Lines::default();
    lines.take(&parsed.body()?.into(), Flow::Collapse);
    Some((lines.finish(), parsed.title()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    Collapse,
    Preserve,
}

#[derive(Default)]
struct Lines {
    text: String,
    line: String,
}

impl Lines {
    fn take(&mut self, node: &Node, flow: Flow) {
        let mut child = node.first_child();
        while let Some(current) = child {
            match current.node_type() {
                Node::TEXT_NODE => self.words(&current.text_content().unwrap_or_default(), flow),
                Node::ELEMENT_NODE => self.element(&current, flow),
                _ => {}
            }
            child = current.next_sibling();
        }
    }

    fn element(&mut self, node: &Node, flow: Flow) {
        let name = node.dyn_ref::<Element>().map(|element| element.tag_name().to_ascii_lowercase()).unwrap_or_default();
        match name.as_str() {
            "script" | "style" | "noscript" | "template" | "head" | "svg" | "math" | "iframe" | "object" | "canvas"
            | "audio" | "video" | "select" | "textarea" | "button" => {}
            "br" => self.end_line(),
            "pre" => {
                self.end_line();
                self.take(node, Flow::Preserve);
                self.end_line();
            }
            "a" | "abbr" | "b" | "bdi" | "bdo" | "cite" | "code" | "data" | "del" | "dfn" | "em" | "font" | "i"
            | "ins" | "kbd" | "label" | "mark" | "q" | "ruby" | "s" | "samp" | "small" | "span" | "strong" | "sub"
            | "sup" | "time" | "tt" | "u" | "var" | "wbr" => self.take(node, flow),
            "td" | "th" => {
                self.words(" ", flow);
                self.take(node, flow);
                self.words(" ", flow);
            }
            _ => {
                self.end_line();
                self.take(node, flow);
                self.end_line();
            }
        }
    }

    fn words(&mut self, text: &str, flow: Flow) {
        if flow == Flow::Preserve {
            for (index, line) in text.split('\n').enumerate() {
                if index > 0 {
                    self.end_line();
                }
                self.line.push_str(line);
            }
            return;
        }
        for character in text.chars() {
            let is_blank = matches!(character, ' ' | '\n' | '\t' | '\r' | '\u{c}');
            if !is_blank {
                self.line.push(character);
            } else if !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
        }
    }

    fn end_line(&mut self) {
        let line = self.line.trim_end_matches(' ');
        if !line.trim().is_empty() {
            self.text.push_str(line);
            self.text.push('\n');
        }
        self.line.clear();
    }

    fn finish(mut self) -> String {
        self.end_line();
        self.text.truncate(self.text.trim_end_matches('\n').len());
        self.text
    }
}
