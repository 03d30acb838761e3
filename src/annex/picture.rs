//! The picture of an article: what each label covers along it, drawn from shares of its parts.
//!
//! Not here: the elements that it is made of (the overview), and the shares themselves ([`crate::domain::overview`]).

use crate::domain::annotation::AnnotationId;
use crate::domain::label::LabelId;
use crate::domain::project::Project;
use crate::domain::span::Span;

/// Into how many parts an article is cut for its picture.
pub const PARTS: u32 = 400;

/// The lowest column, so that the smallest share is seen.
const LOWEST: u32 = 4;

/// The path of a lane, for the `d` of an SVG path: a column for each part that is covered, one unit wide, which stands on `bottom`
/// and is as high as its share (0 to 1) of `height`. Neighbours of the same height are one column. At most five commands a part.
#[must_use]
pub fn lane(shares: &[f32], bottom: u32, height: u32) -> String {
    let column =
        |share: f32| if share > 0.0 { ((share * height as f32).ceil() as u32).clamp(LOWEST, height) } else { 0 };
    let mut path = String::new();
    let mut from = 0;
    while from < shares.len() {
        let high = column(shares[from]);
        let run = shares[from..].iter().take_while(|share| column(**share) == high).count();
        if high > 0 {
            path.push_str(&format!("M{from} {bottom}v-{high}h{run}v{high}z"));
        }
        from += run;
    }
    path
}

/// The stretch of a text that one of `count` equal parts is, counted from 0; `None` where a text shorter than that has none.
#[must_use]
pub fn part(project: &Project, index: u32, count: u32) -> Option<Span> {
    let length = u64::from(project.document.text.end().get());
    let edge = |part: u32| (length * u64::from(part.min(count)) / u64::from(count.max(1))) as u32;
    Span::of(edge(index), edge(index + 1))
}

/// The first annotation of a label, or of any, in a stretch of the text.
#[must_use]
pub fn first_in(project: &Project, stretch: Span, label: Option<&LabelId>) -> Option<AnnotationId> {
    let mut found = project.annotations.overlapping(stretch);
    found
        .find(|annotation| label.is_none_or(|label| annotation.label == *label))
        .map(|annotation| annotation.id.clone())
}

/// A stretch of the text in words: which paragraph, how it begins, and what is marked there. For those who cannot see the picture.
#[must_use]
pub fn told(project: &Project, stretch: Span) -> String {
    const EXCERPT: usize = 60;
    let text = &project.document.text;
    let blocks = text.blocks();
    let block = blocks.partition_point(|block| block.end() <= stretch.start()).min(blocks.len().saturating_sub(1));
    let beginning = text.slice(stretch.start(), text.end()).unwrap_or_default();
    let beginning: String = beginning.trim_start().chars().take_while(|sign| *sign != '\n').take(EXCERPT).collect();
    let mut marked = Vec::new();
    for label in project.labels.labels() {
        let count = project.annotations.overlapping(stretch).filter(|annotation| annotation.label == label.id).count();
        if count > 0 {
            marked.push(format!("{}: {count}", label.name));
        }
    }
    let marked = if marked.is_empty() { "nothing marked".to_owned() } else { marked.join(", ") };
    format!("Paragraph {} of {}: {marked}. \u{201c}{}\u{201d}", block + 1, blocks.len(), beginning.trim_end())
}
