//! Random spans, annotations, projects and commands on a text.

use super::marks::annotation;
use super::{hard, noon};
use attest::domain::annotation::{Annotation, AnnotationId, AnnotationSet, Link};
use attest::domain::edit::{Command, LabelEdit, Proposal};
use attest::domain::label::{AttributeType, AttributeValue, Label, LabelId, LabelSet, LinkType};
use attest::domain::project::{Document, Orphan, Project, Status, Timestamp, Unknown};
use attest::domain::span::{Span, Target};
use attest::domain::text::Text;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use std::sync::Arc;

/// How many identifiers random commands choose from: few, so that they often meet.
const IDS: u32 = 8;

/// A span of the text that cuts no grapheme cluster.
pub fn span_of(text: &Text) -> impl Strategy<Value = Span> + use<> {
    let text = text.clone();
    let end = text.end().get();
    (0..end, prop_oneof![3 => 1..=8u32, 1 => 1..=end]).prop_filter_map("a span is not empty", move |(start, length)| {
        let (start, end) = (start, (start + length).min(end));
        Span::new(text.grapheme_floor(super::at(start)), text.grapheme_ceil(super::at(end)))
    })
}

/// Mostly one span, sometimes several.
pub fn target_of(text: &Text) -> impl Strategy<Value = Target> + use<> {
    let several = vec(span_of(text), 2..4).prop_filter_map("spans lie apart", Target::new);
    prop_oneof![4 => span_of(text).prop_map(Target::one).boxed(), 1 => several.boxed()]
}

/// One of the identifiers that random commands use.
pub fn some_id() -> impl Strategy<Value = AnnotationId> {
    (0..IDS).prop_map(|number| AnnotationId::new(&format!("a{number}")))
}

/// One of the four labels.
pub fn some_label() -> impl Strategy<Value = LabelId> {
    prop_oneof![Just("claim"), Just("figure"), Just("caption"), Just("attribution")].prop_map(LabelId::new)
}

/// An annotation with a note, attributes and fields from elsewhere.
pub fn annotation_of(text: &Text) -> impl Strategy<Value = Annotation> + use<> {
    let bare = (some_id(), some_label(), target_of(text));
    let note = prop_oneof![2 => Just(String::new()), 1 => note()];
    let attributes = btree_map(prop_oneof![Just("certainty".to_owned()), hard::string()], hard::string(), 0..3);
    let origin = prop_oneof![Just("human"), Just("suggestion:number"), Just("propagated:a1"), Just("import:brat")];
    (bare, note, attributes, origin, hard::string(), unknown()).prop_map(
        |((id, label, target), note, attributes, origin, creator, unknown)| Annotation {
            note,
            attributes: attributes.into_iter().collect(),
            origin: origin.to_owned(),
            creator,
            modified: Timestamp::new("2026-11-23T09:30:00Z"),
            unknown,
            ..annotation(id.as_str(), label.as_str(), target)
        },
    )
}

/// What people put into notes.
pub fn note() -> impl Strategy<Value = String> {
    let told = prop_oneof![
        Just("She said: \"no\"\nand 'yes'.\r\n\tEnd \\ of note"),
        Just("<script>alert(1)</script><!-- & --> </textarea>"),
        Just("line\u{2028}separator \u{0} null"),
    ];
    prop_oneof![told.prop_map(str::to_owned), hard::string()]
}

/// Fields that this version does not know, with values of all kinds. None shares its name with a known field.
pub fn unknown() -> impl Strategy<Value = Unknown> {
    let value = prop_oneof![
        Just("null"),
        Just("true"),
        Just("1e400"),
        Just("-0.10"),
        Just("[]"),
        Just(r#"{"b":[1,{"a":"\u00e9\n"}],"a":2}"#),
        Just(r#""\ud83d\ude00 \"x\"""#),
    ];
    let field = (hard::string(), value).prop_map(|(name, value)| (format!("x-{name}"), value.to_owned()));
    prop_oneof![3 => Just(Vec::new()), 1 => vec(field, 1..3)].prop_map(Unknown)
}

/// A project on a hard text.
pub fn project() -> impl Strategy<Value = Project> {
    hard::text().prop_flat_map(|text| project_on(&text))
}

/// A project on this text, with everything that a file can hold: links, orphans, labels of its own, fields from elsewhere.
pub fn project_on(text: &Text) -> impl Strategy<Value = Project> + use<> {
    let annotations = vec(annotation_of(text).prop_map(Arc::new), 0..7).prop_map(AnnotationSet::of);
    let orphans = vec((annotation_of(text), hard::string(), unknown()), 0..3);
    let links = vec((0..99u32, 0..99usize, 0..99usize, unknown()), 0..4);
    let document = (hard::string(), hard::string(), any::<bool>(), unknown());
    let types = (option::weighted(0.2, own_link_types()), option::weighted(0.2, own_attribute_types()));
    let rejected = proptest::collection::btree_set(hard::string(), 0..3);
    let extras = (option::of(own_label()), types, rejected, unknown());
    let text = text.clone();
    (annotations, orphans, links, document, extras).prop_map(
        move |(annotations, orphans, links, (title, source, is_done, fields), (label, types, rejected, unknown))| {
            let status = if is_done { Status::Done } else { Status::Open };
            let document = Document::of(text.clone(), Some(&title), &source);
            let mut project = Project::new(Document { status, unknown: fields, ..document });
            project.labels = LabelSet::new(project.labels.labels().iter().cloned().chain(label).collect());
            if let Some(links) = types.0 {
                project.labels = project.labels.with_link_types(links);
            }
            if let Some(attributes) = types.1 {
                project.labels = project.labels.with_attribute_types(attributes);
            }
            project.rejected = rejected.into_iter().collect();
            project.orphans = (0..).zip(orphans).map(|(number, orphan)| lost(number, orphan)).collect();
            let ends: Vec<AnnotationId> = annotations.iter().map(|annotation| annotation.id.clone()).collect();
            let lost = project.orphans.iter().map(|orphan| orphan.annotation.id.clone());
            let ends: Vec<AnnotationId> = ends.into_iter().chain(lost).collect();
            project.links = linked(&ends, links);
            project.annotations = annotations;
            project.unknown = unknown;
            project
        },
    )
}

/// A command that may or may not fit a project on this text.
pub fn command_on(text: &Text) -> impl Strategy<Value = Command> + use<> {
    let far = prop_oneof![
        9 => span_of(text).boxed(),
        1 => (0..500u32, 1..500u32).prop_map(|(start, length)| super::span(start, start + length)).boxed(),
    ];
    let label = prop_oneof![9 => some_label().boxed(), 1 => Just(LabelId::new("rumour")).boxed()];
    let moved = (some_id(), 0..3usize, far).prop_map(|(id, fragment, span)| Command::Move { id, fragment, span });
    let added = (some_id(), span_of(text)).prop_map(|(id, span)| Command::AddFragment { id, span });
    let shortened = (some_id(), 0..3usize).prop_map(|(id, fragment)| Command::RemoveFragment { id, fragment });
    let relabelled = (some_id(), label.clone()).prop_map(|(id, label)| Command::Relabel { id, label });
    let status = prop_oneof![Just(Status::Open), Just(Status::Done)];
    let all = (label.clone(), vec((some_id(), target_of(text)), 0..4))
        .prop_map(|(label, targets)| super::mark_all(&label, targets, "propagated:a1"));
    let proposal = (some_id(), label.clone(), target_of(text)).prop_map(|(id, label, target)| Proposal {
        id,
        label,
        target,
        origin: "suggestion:number".to_owned(),
    });
    let key = prop_oneof![Just("k1"), Just("k2"), Just("")].prop_map(str::to_owned);
    let name = prop_oneof![3 => Just("certainty"), 2 => Just("type"), 2 => Just("value"), 1 => Just("x")];
    let value = option::of(prop_oneof![Just("sure"), Just("quantity"), Just("")]);
    let described = (some_id(), name, value).prop_map(|(id, name, value)| Command::SetAttribute {
        id,
        name: name.to_owned(),
        value: value.map(str::to_owned),
    });
    let kind = prop_oneof![2 => Just("attributes"), 2 => Just("quantifies"), 1 => Just("illustrates"), 1 => Just("x")];
    let linked = ((0..5u32), kind, some_id(), some_id()).prop_map(|(number, kind, from, to)| Command::Link {
        id: format!("l{number:02}"),
        kind: kind.to_owned(),
        from,
        to,
    });
    let edited = (own_label(), some_label(), option::of(some_label()), 0..6usize, 0..5u8);
    let edited = edited.prop_map(|(own, id, heir, position, which)| {
        Command::EditLabels(match which {
            0 => LabelEdit::Add(own),
            1 => LabelEdit::Place { id, position },
            2 => LabelEdit::SetKey { id, key: position.to_string() },
            3 => LabelEdit::Remove { id, heir },
            _ => LabelEdit::Replace(Box::new(LabelSet::new(vec![own]))),
        })
    });
    prop_oneof![
        3 => edited,
        2 => all,
        2 => vec(proposal, 0..4).prop_map(Command::Accept),
        1 => vec(key.clone(), 0..3).prop_map(Command::RejectSuggestions),
        1 => vec(key, 0..3).prop_map(Command::RestoreSuggestions),
        3 => described,
        3 => linked,
        1 => (0..99u32).prop_map(|number| Command::Unlink { id: format!("l{number:02}") }),
        8 => (some_id(), label, target_of(text)).prop_map(|(id, label, target)| Command::Mark { id, label, target }),
        3 => relabelled,
        3 => moved,
        3 => added,
        2 => shortened,
        2 => (some_id(), note()).prop_map(|(id, note)| Command::Note { id, note }),
        2 => some_id().prop_map(|id| Command::Remove { id }),
        1 => lost_id().prop_map(|id| Command::Remove { id }),
        2 => (lost_id(), target_of(text)).prop_map(|(id, target)| Command::Place { id, target }),
        1 => Just(Command::RemoveAll),
        1 => status.prop_map(Command::SetStatus),
        2 => project_on(text).prop_map(|project| Command::Replace(Box::new(project))),
    ]
}

/// Types of links that lead anywhere and nowhere, with fields from elsewhere.
fn own_link_types() -> impl Strategy<Value = Vec<LinkType>> {
    let ends = || vec(some_label(), 0..3);
    let kind = (0..4u32, hard::string(), ends(), ends(), unknown());
    vec(kind, 0..3).prop_map(|kinds| {
        let kind = |(number, name, from, to, unknown): (u32, String, _, _, _)| LinkType {
            id: format!("own{number}"),
            name: format!("own {name}"),
            from,
            to,
            unknown,
        };
        LabelSet::default().with_link_types(kinds.into_iter().map(kind).collect()).link_types().to_vec()
    })
}

/// Types of attributes with and without values to choose from.
fn own_attribute_types() -> impl Strategy<Value = Vec<AttributeType>> {
    let value = (hard::string(), hard::string(), unknown()).prop_map(|(value, key, unknown)| AttributeValue {
        title: format!("Title of {value}"),
        value,
        key,
        unknown,
    });
    let attribute = (hard::string(), vec(some_label(), 0..3), vec(value, 0..3), unknown());
    let attribute = attribute.prop_map(|(name, labels, values, unknown)| AttributeType {
        name: format!("own {name}"),
        title: format!("Own {name}"),
        labels,
        values,
        unknown,
    });
    vec(attribute, 0..3)
}

fn own_label() -> impl Strategy<Value = Label> {
    (hard::string(), unknown()).prop_map(|(name, unknown)| Label {
        id: LabelId::new("own"),
        name: format!("Own {name}"),
        key: "5".to_owned(),
        color: "#Ab0129".to_owned(),
        description: name,
        unknown,
    })
}

/// One of the identifiers that orphans have.
fn lost_id() -> impl Strategy<Value = AnnotationId> {
    (0..3u32).prop_map(|number| AnnotationId::new(&format!("lost{number}")))
}

/// An orphan under an identifier that no annotation has.
fn lost(number: u32, (annotation, quote, unknown): (Annotation, String, Unknown)) -> Orphan {
    let quotes = annotation.target.spans().iter().map(|_| quote.clone()).collect();
    Orphan { annotation: Annotation { id: AnnotationId::new(&format!("lost{number}")), ..annotation }, quotes, unknown }
}

/// Links among these annotations, by identifier, as a file gives them.
fn linked(ends: &[AnnotationId], chosen: Vec<(u32, usize, usize, Unknown)>) -> Vec<Link> {
    let link = |(number, from, to, unknown): (u32, usize, usize, Unknown)| {
        let end = |index: usize| ends.get(index % ends.len().max(1)).cloned();
        Some(Link {
            id: format!("l{number:02}"),
            kind: "attributes".to_owned(),
            from: end(from)?,
            to: end(to)?,
            unknown,
        })
    };
    let mut links: Vec<Link> = chosen.into_iter().filter_map(link).collect();
    links.sort_by(|left, right| left.id.cmp(&right.id));
    links.dedup_by(|later, kept| later.id == kept.id);
    links
}

/// The moment of random commands.
pub fn moment() -> Timestamp {
    noon()
}
