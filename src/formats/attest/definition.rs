//! What defines a label set in a file: `labels`, `linkTypes` and `attributeTypes`.

use super::dto::{mend_color, read_label, unreadable};
use crate::domain::label::{AttributeType, AttributeValue, Label, LabelId, LabelSet, LinkType};
use crate::formats::json::{Fields, Json, Writer};

/// What is told about an item of a list that could not be taken: the list's name, the item's place, and why.
pub(crate) type Tell<'t> = &'t mut dyn FnMut(&str, usize, &str);

/// Reads the list of labels. One that cannot be read, or has no identifier of its own, is left out; a colour that is none
/// is replaced, and a key that an earlier label has is taken away. `note` is given the label's place and what became of it.
pub(crate) fn read_labels(parts: &[Json<'_>], note: &mut dyn FnMut(usize, String)) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let wrong = match read_label(*part) {
            Err(problem) => unreadable(problem),
            Ok(label) if label.id.as_str().is_empty() => "it has no id".to_owned(),
            Ok(label) if labels.iter().any(|known| known.id == label.id) => stands_twice(label.id.as_str()),
            Ok(mut label) => {
                let asked = label.color.clone();
                if mend_color(&mut label, index) {
                    let told = ["the colour “", &asked, "” is not of the form #rrggbb; it is now ", &label.color];
                    note(index, told.concat());
                }
                if !label.key.is_empty() && labels.iter().any(|known| known.key == label.key) {
                    note(index, ["another label has the key ", &label.key, "; this one has none now"].concat());
                    label.key.clear();
                }
                labels.push(label);
                continue;
            }
        };
        note(index, ["left out, ", &wrong].concat());
    }
    labels
}

pub(super) fn stands_twice(id: &str) -> String {
    ["the identifier ", id, " stands twice"].concat()
}

/// Takes the types of links and attributes out of a file's fields; where they are absent, the usual ones hold.
///
/// # Errors
/// Which of the lists is none.
pub(crate) fn read_definitions(fields: &mut Fields<'_>, set: LabelSet, tell: Tell<'_>) -> Result<LabelSet, String> {
    let mut set = set;
    if let Some(list) = fields.take("linkTypes") {
        let mut read: Vec<LinkType> = Vec::new();
        for (index, part) in list.items()?.into_iter().enumerate() {
            match read_link_type(part) {
                Ok(link) if link.id.is_empty() => tell("linkTypes", index, "it has no id"),
                Ok(link) if read.iter().any(|known| known.id == link.id) => {
                    tell("linkTypes", index, &stands_twice(&link.id));
                }
                Ok(link) => read.push(link),
                Err(problem) => tell("linkTypes", index, &unreadable(problem)),
            }
        }
        set = set.with_link_types(read);
    }
    if let Some(list) = fields.take("attributeTypes") {
        let mut read = Vec::new();
        for (index, part) in list.items()?.into_iter().enumerate() {
            match read_attribute_type(part) {
                Ok(attribute) if attribute.name.is_empty() => tell("attributeTypes", index, "it has no name"),
                Ok(attribute) => read.push(attribute),
                Err(problem) => tell("attributeTypes", index, &unreadable(problem)),
            }
        }
        set = set.with_attribute_types(read);
    }
    Ok(set)
}

fn read_link_type(source: Json<'_>) -> Result<LinkType, String> {
    let mut fields = Fields::of(source)?;
    let (id, name) = (fields.string("id"), fields.string("name"));
    Ok(LinkType {
        name: if name.trim().is_empty() { id.clone() } else { name },
        id,
        from: read_ids(&mut fields, "from")?,
        to: read_ids(&mut fields, "to")?,
        unknown: fields.unknown()?,
    })
}

fn read_attribute_type(source: Json<'_>) -> Result<AttributeType, String> {
    let mut fields = Fields::of(source)?;
    let (name, title) = (fields.string("name"), fields.string("title"));
    let mut values = Vec::new();
    for part in fields.list("values") {
        let mut fields = Fields::of(part)?;
        let (value, title) = (fields.string("value"), fields.string("title"));
        values.push(AttributeValue {
            title: if title.trim().is_empty() { value.clone() } else { title },
            value,
            key: fields.string("key"),
            unknown: fields.unknown()?,
        });
    }
    Ok(AttributeType {
        title: if title.trim().is_empty() { name.clone() } else { title },
        name,
        labels: read_ids(&mut fields, "labels")?,
        values,
        unknown: fields.unknown()?,
    })
}

fn read_ids(fields: &mut Fields<'_>, name: &str) -> Result<Vec<LabelId>, String> {
    let mut ids = Vec::new();
    for part in fields.list(name) {
        ids.push(LabelId::new(&part.string()?));
    }
    Ok(ids)
}

pub(crate) fn write_link_type(out: &mut Writer, link: &LinkType) {
    out.raw("{");
    out.field("id", &link.id);
    out.field("name", &link.name);
    write_ids(out, "from", &link.from);
    write_ids(out, "to", &link.to);
    out.end(&link.unknown);
}

pub(crate) fn write_attribute_type(out: &mut Writer, attribute: &AttributeType) {
    out.raw("{");
    out.field("name", &attribute.name);
    out.field("title", &attribute.title);
    write_ids(out, "labels", &attribute.labels);
    if !attribute.values.is_empty() {
        out.name("values");
        out.raw("[");
        for value in &attribute.values {
            out.next();
            out.raw("{");
            out.field("value", &value.value);
            out.field("title", &value.title);
            out.optional("key", &value.key);
            out.end(&value.unknown);
        }
        out.raw("]");
    }
    out.end(&attribute.unknown);
}

fn write_ids(out: &mut Writer, name: &str, ids: &[LabelId]) {
    if !ids.is_empty() {
        out.name(name);
        out.raw("[");
        for id in ids {
            out.next();
            out.string(id.as_str());
        }
        out.raw("]");
    }
}
