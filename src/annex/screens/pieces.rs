//! Pieces that several screens of the annex are made of.

use crate::app::signal::Switch;
use crate::browser::build::{Build, element};
use crate::browser::controls::button;

/// How many code points of a quote are shown at its start and at its end.
const SHOWN: usize = 70;

/// How many items of a list are shown at once.
const PORTION: usize = 100;

/// A quote with its line ends as blanks, cut in its middle where it is long: doubts are about edges.
pub(super) fn shortened(quote: &str) -> String {
    let flat: Vec<char> = quote.chars().map(|character| if character == '\n' { ' ' } else { character }).collect();
    if flat.len() <= 2 * SHOWN + 3 {
        return flat.into_iter().collect();
    }
    let (start, end) = (&flat[..SHOWN], &flat[flat.len() - SHOWN..]);
    let text = |part: &[char]| part.iter().collect::<String>();
    format!("{} \u{2026} {}", text(start).trim_end(), text(end).trim_start())
}

/// A label's name and words that have it, as the margin shows them. `label` is the place of the label in the label set.
pub(super) fn labelled(frame: Build, label: Option<usize>, name: &str, quote: &str) -> Build {
    let frame = match label {
        Some(label) => frame.attr("data-label", &label.to_string()),
        None => frame,
    };
    frame
        .child(element("span").class("item-name").text(&[name, ":"].concat()))
        .text(" ")
        .child(element("span").class("item-quote").attr("dir", "auto").text(quote))
}

/// A list of any length, of which only so much is built as is asked for.
pub(super) fn portions(count: usize, item: impl Fn(usize) -> Option<Build> + 'static) -> Build {
    let shown = Switch::new();
    let upto = move || ((shown.turns() as usize + 1) * PORTION).min(count);
    let keys = move || (0..upto()).step_by(PORTION).map(|start| start.to_string()).collect();
    let portion = move |key: &str| {
        let start: usize = key.parse().unwrap_or_default();
        let items = (start..(start + PORTION).min(count)).filter_map(&item).collect();
        element("ul").class("portion").children(items)
    };
    let more = move || {
        button("link", move || shown.turn())
            .text_with(move || ["Show ", &(count - upto()).min(PORTION).to_string(), " more"].concat())
    };
    element("div").class("portions").each(keys, portion).when(move || upto() < count, more)
}
