//! What the native tests share: fixtures that show their spans, and strategies for texts, spans, projects and commands.
//!
//! Not here: any assertion about Attest itself. (`mod.rs` because Cargo would run `tests/support.rs` as a test of its own.)

#![allow(dead_code, reason = "every test file compiles this module and uses its own part of it")]

pub mod desk;
pub mod disk;
pub mod gold;
pub mod hard;
pub mod ledger;
pub mod marks;
pub mod random;
pub mod tab;
pub mod world;

use attest::domain::annotation::AnnotationId;
use attest::domain::edit::{Command, Proposal};
use attest::domain::label::LabelId;
use attest::domain::project::Timestamp;
use attest::domain::span::{Span, Target};
use attest::domain::text::{CodePoint, Text};
use proptest::prelude::ProptestConfig;

/// A moment for tests that do not care which.
pub fn noon() -> Timestamp {
    Timestamp::new("2026-11-22T12:00:00Z")
}

/// The identifier with this spelling.
pub fn id(spelling: &str) -> AnnotationId {
    AnnotationId::new(spelling)
}

/// A command that gives several targets one label, each with the identifier of the annotation to be made.
pub fn mark_all(label: &LabelId, targets: Vec<(AnnotationId, Target)>, origin: &str) -> Command {
    let proposal = |(id, target)| Proposal { id, label: label.clone(), target, origin: origin.to_owned() };
    Command::Accept(targets.into_iter().map(proposal).collect())
}

/// The offset with this many code points before it.
pub fn at(count: u32) -> CodePoint {
    CodePoint::new(count)
}

/// The span from `start` up to `end`.
pub fn span(start: u32, end: u32) -> Span {
    Span::of(start, end).expect("a test's span is not empty")
}

/// Every offset of a text, its end included.
pub fn offsets(text: &Text) -> impl Iterator<Item = CodePoint> {
    (0..=text.end().get()).map(CodePoint::new)
}

/// How laws are tried: on the usual number of cases, and without a file of past failures. A failure that taught something
/// becomes a test with a name.
pub fn laws() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}
