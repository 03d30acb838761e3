//! The article and its paint: blocks are built once, ranges are registered near the viewport only.

use super::pointing;
use crate::app::hits::Hit;
use crate::app::signal::Derived;
use crate::app::state::App;
use crate::browser::highlight::{Painter, Stroke};
use crate::browser::place::stretches_of;
use crate::browser::reaction::watch;
use crate::browser::{Spot, article, element, listen, page, selection, task, viewport};
use crate::domain::annotation::AnnotationId;
use crate::domain::label::{LabelId, LabelSet};
use crate::domain::text::Text;
use std::cell::{Cell, RefCell};

/// How many underline lanes have a depth of their own; deeper ones share them again.
const LANES: u8 = 5;

/// How many characters are built at a time. The first portion fills any screen, so that it can be painted at once.
const FIRST_PORTION: usize = 12_000;
const PORTION: usize = 60_000;

/// How long the first screens have the browser for themselves before the rest is built, in milliseconds: building and laying
/// out the rest would delay their painting and the first key.
const UNDISTURBED: u32 = 100;

thread_local! {
    static PAINTER: RefCell<Painter> = RefCell::default();
    static IS_LOOKING: Cell<bool> = const { Cell::new(false) };
    /// Grows with every article shown, so that an unfinished one stops being built.
    static SHOWING: RefCell<u32> = const { RefCell::new(0) };
}

/// Builds the blocks of the open article: the first screens at once, the rest in portions between frames. The first
/// blocks may be there already (`boot.js`).
pub(super) fn show_the_article(app: App) {
    listen::on_window("scroll", move |_| look_soon(app));
    listen::on_window("resize", move |_| look_soon(app));
    listen::on_article_size(move || app.layout.update(|layout| *layout += 1));
    watch(move || {
        app.document.track();
        let text = app.text_untracked();
        if text.is_none() && app.with_facts_untracked(|facts| facts.is_starting) {
            // What boot.js shows may be what is about to be opened.
            return;
        }
        let showing = SHOWING.with_borrow_mut(|showing| {
            *showing += 1;
            *showing
        });
        let blocks = || text.iter().flat_map(|text| text.blocks().iter().map(|block| text.block_str(block)));
        // What boot.js has shown meanwhile may have been scrolled and selected in.
        let is_there = showing == 1 && article::shows(blocks());
        if !is_there {
            PAINTER.with_borrow_mut(Painter::clear);
            app.near.set(0..0);
            selection::clear();
            article::clear();
            page::scroll_to_start();
        }
        if let Some(text) = text {
            let next = if is_there { article::count() } else { build(&text, 0, FIRST_PORTION) };
            if is_there {
                pointing::follow_the_selection(app);
            }
            app.layout.update(|layout| *layout += 1);
            look(app);
            // So that the keys work from the first moment; keys still act only while the article has the focus.
            if element::nothing_has_focus() {
                element::focus(article::ID);
            }
            task::after(UNDISTURBED, move || build_on(app, text, next, showing));
        }
    });
}

/// Builds the article at least up to a block, when something there is to be shown now.
pub(super) fn ensure_shown(app: App, block: usize) {
    if let Some(text) = app.text_untracked() {
        while article::count() <= block && article::count() < text.blocks().len() {
            build(&text, article::count(), PORTION);
        }
    }
}

/// Looks once a frame which blocks are near the viewport.
fn look_soon(app: App) {
    if !IS_LOOKING.replace(true) {
        task::next_frame(move || {
            IS_LOOKING.set(false);
            look(app);
        });
    }
}

fn look(app: App) {
    let near = viewport::near();
    if *app.near.read_untracked() != near {
        app.near.set(near);
    }
}

fn build_on(app: App, text: Text, from: usize, showing: u32) {
    let is_current = SHOWING.with_borrow(|current| *current == showing);
    // Something may have been shown further down in the meantime.
    let from = from.max(article::count());
    if is_current && from < text.blocks().len() {
        let next = build(&text, from, PORTION);
        if app.near.read_untracked().end >= from {
            look_soon(app);
        }
        task::after(0, move || build_on(app, text, next, showing));
    }
}

/// Builds blocks of about this many code points and gives the index of the next.
fn build(text: &Text, from: usize, portion: usize) -> usize {
    let blocks = text.blocks();
    let mut size = 0;
    let mut to = from;
    while to < blocks.len() && size < portion {
        size += (blocks[to].end().get() - blocks[to].start().get()) as usize + 100;
        to += 1;
    }
    article::append(from, blocks[from..to].iter().map(|block| text.block_str(block)));
    to
}

/// Paints the annotations of the blocks near the viewport.
pub(super) fn paint_annotations(app: App) {
    watch(move || {
        let rules = rules(&app.labels.get());
        PAINTER.with_borrow_mut(|painter| painter.set_rules(&rules));
    });
    watch(move || {
        let near = app.near.get();
        app.with_workspace(|workspace| {
            PAINTER.with_borrow_mut(|painter| {
                painter.keep_only(|block| near.contains(&block));
                for index in near.clone() {
                    let Some(block) = workspace.text().blocks().get(index) else { continue };
                    let mut strokes = Vec::new();
                    for annotation in workspace.in_block(block) {
                        let name = highlight_name(&annotation.label, workspace.lane(&annotation.id) % LANES);
                        for span in annotation.target.spans() {
                            let (start, end) = (span.start().max(block.start()), span.end().min(block.end()));
                            if start < end {
                                let (start, end) =
                                    (workspace.text().to_utf16(block, start), workspace.text().to_utf16(block, end));
                                strokes.push(Stroke { highlight: name.clone(), start, end });
                            }
                        }
                    }
                    painter.paint(index, strokes);
                }
            });
        });
    });
}

/// Paints the active annotation, the one pointed at, and the span that would be marked.
pub(super) fn paint_what_is_pointed_at(app: App) {
    let stretches = move |id: Option<AnnotationId>, is_linked: bool| {
        app.document.track();
        let Some(id) = id else { return Vec::new() };
        let found = app.with_workspace(|workspace| {
            let project = workspace.project();
            let mut places = Vec::new();
            let mut add = |id: &AnnotationId| {
                let spans = project.annotations.get(id).map(|annotation| annotation.target.spans()).unwrap_or_default();
                places.extend(spans.iter().flat_map(|span| stretches_of(workspace.text(), *span)));
            };
            if is_linked {
                project.links_of(&id).for_each(|(direction, link)| add(direction.other_end(link)));
            } else {
                add(&id);
            }
            places
        });
        found.unwrap_or_default()
    };
    let paint = |name: &str, priority: i32, stretches: &[(Spot, Spot)]| {
        PAINTER.with_borrow_mut(|painter| painter.paint_only(name, priority, stretches));
    };
    watch(move || paint_hits(app));
    watch(move || paint("attest-selected", 2, &stretches(app.active.get(), false)));
    watch(move || paint("attest-linked", 1, &stretches(app.active.get(), true)));
    watch(move || paint("attest-hover", 1, &stretches(app.hover.get(), false)));
    let selected = Derived::new(move || {
        app.document.track();
        let text = app.text_untracked()?;
        app.with_session(|session| session.preview.or_else(|| session.selected(&text)))
    });
    watch(move || {
        let selected = selected.get();
        let text = app.text_untracked();
        let stretches = text.zip(selected).map(|(text, span)| stretches_of(&text, span)).unwrap_or_default();
        paint("attest-selection", 3, &stretches);
    });
}

/// Paints the hits near the viewport, and the current one above the others.
fn paint_hits(app: App) {
    let near = app.near.get();
    let Some(text) = app.text_untracked() else { return };
    let places = |hit: &Hit| hit.target.spans().iter().flat_map(|span| stretches_of(&text, *span)).collect::<Vec<_>>();
    let (mut all, mut one) = (Vec::new(), Vec::new());
    app.with_session(|session| {
        let Some(hits) = &session.hits else { return };
        let blocks = text.blocks();
        let shown = near.start.min(blocks.len())..near.end.min(blocks.len());
        if let (Some(first), Some(last)) = (blocks.get(shown.start), blocks[shown].last()) {
            let is_near = |hit: &&Hit| {
                let hull = hit.target.hull();
                hull.start() < last.end() && first.start() < hull.end()
            };
            all = hits.open().filter(is_near).flat_map(places).collect();
        }
        one = hits.current().map(places).unwrap_or_default();
    });
    PAINTER.with_borrow_mut(|painter| {
        painter.paint_only("attest-hits", 4, &all);
        painter.paint_only("attest-hit", 5, &one);
    });
}

/// The highlight of a label in a lane, as a CSS identifier whatever the label is called.
fn highlight_name(label: &LabelId, lane: u8) -> String {
    let mut name = String::from("attest-label-");
    for character in label.as_str().chars() {
        if character.is_ascii_alphanumeric() || character == '-' {
            name.push(character);
        } else {
            name.push('_');
            name.push_str(&u32::from(character).to_string());
        }
    }
    name.push('-');
    name.push_str(&lane.to_string());
    name
}

/// The style rules of the labels: a tint, and an underline whose style tells labels apart without colour and whose depth
/// is the lane.
fn rules(labels: &LabelSet) -> String {
    const STYLES: [(&str, &str); 4] = [("solid", "2px"), ("dashed", "2px"), ("dotted", "2.5px"), ("double", "1.5px")];
    let mut rules = String::new();
    for (index, label) in labels.labels().iter().enumerate() {
        let (style, thickness) = STYLES[index % STYLES.len()];
        let (color, index) = (label.color.as_str(), index.to_string());
        push(
            &mut rules,
            &[":root{--label-", &index, ":light-dark(", color, ",color-mix(in oklab,", color, " 50%,white))}"],
        );
        push(&mut rules, &["[data-label=\"", &index, "\"]{--label:var(--label-", &index, ");--line:", style, "}"]);
        for lane in 0..LANES {
            let offset = (3 + u32::from(lane) * 4).to_string();
            push(
                &mut rules,
                &[
                    "[data-block]::highlight(",
                    &highlight_name(&label.id, lane),
                    "){background-color:color-mix(in srgb,",
                    color,
                ],
            );
            push(
                &mut rules,
                &[
                    " var(--tint),transparent);text-decoration:underline ",
                    style,
                    " ",
                    thickness,
                    " var(--mark,var(--label-",
                    &index,
                ],
            );
            push(&mut rules, &["));text-underline-offset:", &offset, "px;text-decoration-skip-ink:none}"]);
        }
    }
    rules
}

fn push(text: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| text.push_str(part));
}
