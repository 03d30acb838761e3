//! `attest suggest`: what rules would mark, added to articles.

use super::Failure;
use super::input::Input;
use super::options::Options;
use super::output::{Out, Screen, save, say};
use crate::domain::annotation::{Annotation, AnnotationId, Attributes};
use crate::domain::label::LabelId;
use crate::domain::project::{Project, Timestamp, Unknown};
use crate::domain::suggest::{self, Lexicon, Suggestion};
use crate::formats::attest;
use crate::formats::exchange::File;
use std::path::Path;
use std::sync::Arc;

/// The words that suggestions go by.
const WORDS: &str = include_str!("../../suggestion-words.txt");

/// Writes articles as annotation files with what the rules would mark.
pub(super) fn suggest(options: &Options, screen: &mut Screen) -> Result<bool, Failure> {
    let lexicon = Lexicon::read(WORDS);
    let input = Input::of(options, screen);
    let out = options.out.as_deref().unwrap_or("-");
    let is_of_many = input.is_of_many();
    if is_of_many && options.out.is_none() {
        return Err(Failure::Usage("for several files, say where to write: -o FOLDER or -o OUT.zip".to_owned()));
    }
    let mut gathered = (is_of_many || out.to_lowercase().ends_with(".zip")).then(|| Out::named(out));
    let mut number = 0u32;
    let is_good = input.each(options.from, screen, &mut |article, screen| {
        let mut project = article.import.project;
        add_to(&mut project, &lexicon);
        let written = attest::write(&project);
        number += 1;
        match &mut gathered {
            Some(out) => {
                let file = File::of(attest::file_name(&project.document.title), written);
                out.add(&article.name, vec![file], screen)
            }
            None if number > 1 => {
                let problem = "there is more than one article in it; name a folder or an archive with -o";
                Err(Failure::Trouble(format!("{}: {problem}", article.name)))
            }
            None if out == "-" => say(written.as_bytes()),
            None => save(Path::new(out), written.as_bytes()),
        }
    })?;
    if let Some(out) = gathered {
        out.finish()?;
    }
    Ok(is_good)
}

/// Adds what the rules would mark, and is neither there nor rejected.
fn add_to(project: &mut Project, lexicon: &Lexicon) {
    let labels: Vec<LabelId> = project.labels.labels().iter().map(|label| label.id.clone()).collect();
    let is_there = |project: &Project, suggestion: &Suggestion| {
        let is_it = |annotation: &Arc<Annotation>| {
            annotation.label == suggestion.label && annotation.target == suggestion.target
        };
        project.annotations.iter().any(is_it)
            || project.is_rejected(&suggest::key(&suggestion.label, &suggestion.target))
    };
    let mut ids = (1..).map(|number: u64| AnnotationId::new(&format!("s-{number}")));
    for suggestion in suggest::suggest(&project.document.text, &labels, lexicon) {
        if is_there(project, &suggestion) {
            continue;
        }
        let Some(id) = ids.find(|id| !project.has_annotation(id)) else { return };
        project.annotations.insert(Arc::new(Annotation {
            id,
            label: suggestion.label,
            target: suggestion.target,
            note: String::new(),
            attributes: Attributes::default(),
            origin: suggest::origin(suggestion.rule),
            creator: String::new(),
            created: Timestamp::default(),
            modified: Timestamp::default(),
            unknown: Unknown::default(),
        }));
    }
}
