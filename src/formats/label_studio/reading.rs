//! Reading Label Studio's tasks.

use super::{NOTE, TEXT};
use crate::domain::annotation::AnnotationId;
use crate::domain::order::sort;
use crate::formats::attest::status_of;
use crate::formats::exchange::gathering::{Gathering, Spot, Unit};
use crate::formats::exchange::reading::Found;
use crate::formats::exchange::records;
use crate::formats::exchange::{File, Imported};
use crate::formats::json::{Fields, Json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Whether a file holds tasks of Label Studio.
pub(crate) fn fits(file: &File) -> bool {
    ["annotations", "predictions", "completions"].iter().any(|name| records::first_has(file, &["data", name]))
}

/// Reads tasks with annotations or predictions, as Label Studio exports and imports them.
///
/// A region with several labels gives an annotation for each. Choices for a region are its attributes.
///
/// # Errors
/// [`crate::formats::ReadError`], when nothing in the files is a task with a text.
pub fn read(files: &[File]) -> Imported {
    let tasks: Vec<File> = files.iter().filter(|file| !file.name.ends_with(".xml")).cloned().collect();
    records::read_all(&tasks, &|place, task| {
        let mut task = Fields::of(task)?;
        let mut data = task.object("data");
        let text = match data.text(TEXT) {
            Some(text) => text,
            None => only_text(&mut data).unwrap_or_default(),
        };
        let [title, source, status] = ["title", "source", "status"].map(|name| data.string(name));
        let gathering = Gathering::of(&text, &title, &source, "label-studio", Unit::CodePoint);
        let mut gathering = gathering.ok_or(records::NO_TEXT)?;
        let annotations = task.list("annotations");
        let (annotations, older) = (annotations, task.list("completions"));
        let mut sets = if annotations.is_empty() { older } else { annotations };
        let mut list = "annotations";
        let predictions = task.list("predictions");
        if sets.is_empty() {
            (sets, list) = (predictions, "predictions");
        } else if !predictions.is_empty() {
            gathering.note(place, "its predictions were left out, since it has annotations");
        }
        let is_only = sets.len() == 1;
        for (index, set) in sets.into_iter().enumerate() {
            let place = records::place(place, list, index);
            if let Err(problem) = read_set(&place, set, is_only, &mut gathering) {
                gathering.note(&place, &["left out, ", &problem].concat());
            }
        }
        if !task.list("drafts").is_empty() {
            gathering.note(place, "its drafts were left out");
        }
        records::note_rest(place, data, &mut gathering, &[])?;
        task.rest()?;
        Ok(gathering.finish(status_of(&status)))
    })
}

/// The longest string of a task's data.
fn only_text<'a>(data: &mut Fields<'a>) -> Option<Cow<'a, str>> {
    let mut fields = std::mem::replace(data, Fields::of(Json::EMPTY).ok()?).rest().ok()?;
    sort(&mut fields, |one, other| one.1.written().len() > other.1.written().len());
    fields.iter().find_map(|(_, value)| value.string().ok())
}

/// Reads one annotator's, or one model's, results.
fn read_set(place: &str, set: Json<'_>, is_only: bool, gathering: &mut Gathering) -> Result<(), String> {
    let mut set = Fields::of(set)?;
    if set.take("was_cancelled").is_some_and(|value| value.written() == "true") {
        return Err("it was skipped by its annotator".to_owned());
    }
    let mut creator = set.string("model_version");
    if let Some(by) = set.take("completed_by") {
        creator = match Fields::of(by) {
            Ok(mut user) => user.text("email").map_or_else(|| user.string("id"), Cow::into_owned),
            // A number says something only where there are several.
            Err(_) if is_only => creator,
            Err(_) => ["annotator ", by.written()].concat(),
        };
    }
    let results = set.list("result");
    set.rest()?;
    let mut regions: Vec<Region> = Vec::new();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    let mut relations = Vec::new();
    let mut rest = Vec::new();
    for (index, result) in results.into_iter().enumerate() {
        let place = records::place(place, "result", index);
        let told = match Fields::of(result) {
            Ok(mut fields) => match fields.string("type").as_str() {
                "labels" | "hypertextlabels" => region_of(&place, fields, &creator, gathering).map(|region| {
                    by_id.insert(region.id.clone(), regions.len());
                    regions.push(region);
                }),
                "relation" => {
                    relations.push((place.clone(), fields));
                    Ok(())
                }
                kind => {
                    rest.push((place.clone(), kind.to_owned(), fields));
                    Ok(())
                }
            },
            Err(problem) => Err(problem),
        };
        if let Err(problem) = told {
            gathering.note(&place, &["left out, ", &problem].concat());
        }
    }
    for (place, kind, fields) in rest {
        let told = belonging(&kind, fields, &by_id, &mut regions);
        if let Err(problem) = told {
            gathering.note(&place, &["left out, ", &problem].concat());
        }
    }
    let known = gather(regions, gathering);
    for (place, mut fields) in relations {
        let ends = [fields.string("from_id"), fields.string("to_id")];
        let direction = fields.string("direction");
        let kinds = fields.list("labels");
        let kind = kinds.first().and_then(|kind| kind.string().ok()).unwrap_or_default();
        let (from, to) = (known.get(&ends[0]), known.get(&ends[1]));
        if let Err(problem) = fields.rest() {
            gathering.note(&place, &problem);
        }
        let (from, to) = if direction == "left" { (to, from) } else { (from, to) };
        if direction == "bi" {
            gathering.note(&place, "it has two directions; the first was taken");
        }
        gathering.link(&place, "", &kind, from, to);
    }
    Ok(())
}

/// A region as it was read: its annotation but for the label, and its labels.
struct Region {
    id: String,
    labels: Vec<String>,
    found: Found,
    spot: Spot,
    /// The annotation that it is a part of.
    whole: Option<String>,
}

fn region_of(place: &str, mut fields: Fields<'_>, creator: &str, gathering: &mut Gathering) -> Result<Region, String> {
    let mut value = fields.object("value");
    let mut global = value.object("globalOffsets");
    let ends = global.number("start").zip(global.number("end"));
    let ends = ends.or_else(|| value.number("start").zip(value.number("end")));
    let quote = value.text("text").map(Cow::into_owned);
    let mut labels = Vec::new();
    for name in ["labels", "hypertextlabels"] {
        labels.extend(value.list(name).into_iter().filter_map(|label| label.string().ok()).map(Cow::into_owned));
    }
    value.rest()?;
    let mut meta = fields.object("meta");
    let mut found = Found { place: place.to_owned(), id: fields.string("id"), ..Found::default() };
    records::read_words(&mut meta, &mut found)?;
    for text in meta.list_or_one("text").into_iter().filter_map(|text| text.string().ok()) {
        if !found.note.is_empty() {
            found.note.push('\n');
        }
        found.note.push_str(&text);
    }
    if found.creator.is_empty() {
        creator.clone_into(&mut found.creator);
    }
    let (whole, part) = (meta.text("annotation").map(Cow::into_owned), meta.number("part"));
    records::note_rest(place, meta, gathering, &[])?;
    let useless = ["from_name", "to_name", "origin", "score", "readonly", "hidden", "parentID", "image_rotation"];
    records::note_rest(place, fields, gathering, &useless)?;
    let offsets = ends.ok_or("a region needs start and end, whole numbers")?;
    if labels.is_empty() {
        return Err("it has no label".to_owned());
    }
    let spot = Spot { offsets: Some(offsets), quote, ..Spot::default() };
    let whole = whole.filter(|_| part.is_some());
    Ok(Region { id: found.id.clone(), labels, found, spot, whole })
}

/// Takes a result that says more about a region.
fn belonging(
    kind: &str,
    mut fields: Fields<'_>,
    by_id: &BTreeMap<String, usize>,
    regions: &mut [Region],
) -> Result<(), String> {
    let (id, name) = (fields.string("id"), fields.string("from_name"));
    let mut value = fields.object("value");
    let region = by_id.get(&id).and_then(|index| regions.get_mut(*index));
    let region =
        region.ok_or_else(|| ["a result of the type ", kind, " for the whole text has no place here"].concat())?;
    let field = if kind == "textarea" { "text" } else { kind };
    let words: Vec<String> = value
        .list_or_one(field)
        .into_iter()
        .map(|word| word.string().map_or_else(|_| word.written().to_owned(), Cow::into_owned))
        .collect();
    if words.is_empty() {
        return Err(["results of the type ", kind, " have no place here"].concat());
    }
    let words = words.join("\n");
    if kind == "textarea" && (name == NOTE || region.found.note.is_empty()) {
        region.found.note = words;
    } else {
        region.found.attributes.insert(name, words);
    }
    Ok(())
}

/// Makes annotations of regions; gives what they are called here.
fn gather(regions: Vec<Region>, gathering: &mut Gathering) -> BTreeMap<String, AnnotationId> {
    let mut parts: BTreeMap<String, Vec<Spot>> = BTreeMap::new();
    for region in &regions {
        if let Some(whole) = &region.whole {
            parts.entry(whole.clone()).or_default().push(region.spot.clone());
        }
    }
    let mut known = BTreeMap::new();
    for Region { id, labels, mut found, spot, whole } in regions {
        let mut spots = vec![spot];
        if let Some(whole) = whole {
            // All parts of an annotation are taken with the first of them.
            let Some(all) = parts.remove(&whole) else { continue };
            spots = all;
            found.id = whole;
        }
        for label in labels {
            let taken = gathering.annotation(Found { label, ..found.clone() }, &spots);
            if let Some(taken) = taken {
                known.entry(id.clone()).or_insert(taken);
            }
            // Another label is another annotation, with a name of its own.
            found.id.clear();
        }
    }
    known
}
