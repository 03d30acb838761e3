//! Which formats there are: the table that the screen offers and that an opened file is looked up in.

use super::{Export, File, Imported};
use crate::domain::project::Project;
use crate::formats::{
    ReadError, brat, conll, csv, doccano, html, label_studio, markdown, spacy, tei, uima_xmi, web_annotation,
    webanno_tsv,
};

/// A format of another tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// W3C Web Annotation.
    WebAnnotation,
    /// Label Studio's tasks.
    LabelStudio,
    /// doccano's JSON Lines.
    Doccano,
    /// spaCy's and Prodigy's JSON Lines.
    Spacy,
    /// UIMA CAS as XMI.
    UimaXmi,
    /// WebAnno TSV 3.3.
    WebannoTsv,
    /// brat standoff.
    Brat,
    /// Comma-separated values.
    Csv,
    /// Comma-separated values that a spreadsheet program can be trusted with.
    CsvForSpreadsheets,
    /// CoNLL-2003 with IOB2 tags.
    Conll,
    /// TEI P5, stand-off.
    Tei,
    /// A page for reading.
    Html,
    /// A list of quotes.
    Markdown,
}

/// What is known of a format. To add one: a variant of [`Format`], and a row of [`TABLE`].
struct Entry {
    format: Format,
    /// A short name for file names and for `origin` of what was read.
    key: &'static str,
    /// What people call it.
    name: &'static str,
    /// How its files' names end, the main one first.
    endings: &'static [&'static str],
    /// What it is for, as a part of a sentence.
    purpose: &'static str,
    write: Option<fn(&Project) -> Export>,
    read: Option<fn(&[File]) -> Imported>,
    /// Whether a file can only be of this format, by its name and contents.
    fits: fn(&File) -> bool,
}

/// In the order in which a file is tried: what says most about itself comes first.
const TABLE: &[Entry] = &[
    Entry {
        format: Format::WebAnnotation,
        key: "web-annotation",
        name: "W3C Web Annotation",
        endings: &[".jsonld", ".txt"],
        purpose: "for tools of the web and archives that keep annotations as linked data",
        write: Some(web_annotation::write),
        read: Some(web_annotation::read),
        fits: web_annotation::fits,
    },
    Entry {
        format: Format::LabelStudio,
        key: "label-studio",
        name: "Label Studio",
        endings: &[".json", ".xml"],
        purpose: "for going on in Label Studio, with the interface that it needs",
        write: Some(label_studio::write),
        read: Some(label_studio::read),
        fits: label_studio::fits,
    },
    Entry {
        format: Format::Doccano,
        key: "doccano",
        name: "doccano",
        endings: &[".jsonl", ".json"],
        purpose: "for going on in doccano, with offsets as its screen counts them",
        write: Some(doccano::write),
        read: Some(doccano::read),
        fits: doccano::fits,
    },
    Entry {
        format: Format::Spacy,
        key: "spacy",
        name: "spaCy and Prodigy",
        endings: &[".jsonl"],
        purpose: "for training with spaCy and going on in Prodigy",
        write: Some(spacy::write),
        read: Some(spacy::read),
        fits: spacy::fits,
    },
    Entry {
        format: Format::UimaXmi,
        key: "uima-xmi",
        name: "UIMA CAS XMI",
        endings: &[".xmi", ".xml"],
        purpose: "for INCEpTION, dkpro-cassis and other programs of Apache UIMA",
        write: Some(uima_xmi::write),
        read: Some(uima_xmi::read),
        fits: uima_xmi::fits,
    },
    Entry {
        format: Format::WebannoTsv,
        key: "webanno-tsv",
        name: "WebAnno TSV 3.3",
        endings: &[".tsv"],
        purpose: "for INCEpTION and WebAnno: one file with everything, for layers that every project has",
        write: Some(webanno_tsv::write),
        read: Some(webanno_tsv::read),
        fits: webanno_tsv::fits,
    },
    Entry {
        format: Format::Brat,
        key: "brat",
        name: "brat standoff",
        endings: &[".ann", ".txt"],
        purpose: "for brat, and the many corpora and scripts that use its files",
        write: Some(brat::write),
        read: Some(brat::read),
        fits: brat::fits,
    },
    Entry {
        format: Format::Csv,
        key: "csv",
        name: "CSV",
        endings: &[".csv", ".tsv", ".txt"],
        purpose: "for tables and statistics: a row for each span, with offsets in three units",
        write: Some(csv::write),
        read: Some(csv::read),
        fits: csv::fits,
    },
    Entry {
        format: Format::CsvForSpreadsheets,
        key: "spreadsheet",
        name: "CSV for spreadsheets",
        endings: &[".csv"],
        purpose: "for Excel, LibreOffice and other spreadsheet programs: no cell of it runs as a formula",
        write: Some(csv::write_for_spreadsheets),
        read: None,
        fits: nothing_fits,
    },
    Entry {
        format: Format::Conll,
        key: "conll",
        name: "CoNLL-2003 (IOB2)",
        endings: &[".conll", ".iob", ".bio", ".iob2", ".conll2003", ".bioes"],
        purpose: "for training taggers with spaCy, Flair and others that read tokens with tags",
        write: Some(conll::write),
        read: Some(conll::read),
        fits: conll::fits,
    },
    Entry {
        format: Format::Tei,
        key: "tei",
        name: "TEI",
        endings: &[".xml"],
        purpose: "for editions and corpora in the humanities",
        write: Some(tei::write),
        read: None,
        fits: nothing_fits,
    },
    Entry {
        format: Format::Html,
        key: "html",
        name: "a page to read and print",
        endings: &[".html"],
        purpose: "for sending to somebody who only reads",
        write: Some(html::write),
        read: None,
        fits: nothing_fits,
    },
    Entry {
        format: Format::Markdown,
        key: "markdown",
        name: "a list of quotes",
        endings: &[".md"],
        purpose: "for pasting quotes and notes into a text",
        write: Some(markdown::write),
        read: None,
        fits: nothing_fits,
    },
];

fn nothing_fits(_: &File) -> bool {
    false
}

impl Format {
    /// All formats, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|entry| entry.format)
    }

    /// A short name without blanks: `brat`.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.entry().map_or("", |entry| entry.key)
    }

    /// What people call it: `brat standoff`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.name)
    }

    /// How its files' names end, the main one first: `.ann`, `.txt`.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        self.entry().map_or(&[], |entry| entry.endings)
    }

    /// What it is for, as a part of a sentence.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        self.entry().map_or("", |entry| entry.purpose)
    }

    /// Whether Attest writes it.
    #[must_use]
    pub fn is_written(self) -> bool {
        self.entry().is_some_and(|entry| entry.write.is_some())
    }

    /// Whether Attest reads it.
    #[must_use]
    pub fn is_read(self) -> bool {
        self.entry().is_some_and(|entry| entry.read.is_some())
    }

    /// Writes a project in this format; no files when the format is only read.
    #[must_use]
    pub fn write(self, project: &Project) -> Export {
        self.entry().and_then(|entry| entry.write).map(|write| write(project)).unwrap_or_default()
    }

    /// Reads files of this format, those of one article or of many.
    ///
    /// # Errors
    /// [`ReadError`], when no article is found in them.
    pub fn read(self, files: &[File]) -> Imported {
        self.entry().and_then(|entry| entry.read).map_or(Err(ReadError::Foreign), |read| read(files))
    }

    /// The format of these files, by what is in them and by their names; `None` when it is none that Attest reads. Files
    /// of several formats count as those of the first in the table.
    #[must_use]
    pub fn recognise(files: &[File]) -> Option<Self> {
        let readable = TABLE.iter().filter(|entry| entry.read.is_some());
        readable.into_iter().find(|entry| files.iter().any(entry.fits)).map(|entry| entry.format)
    }

    fn entry(self) -> Option<&'static Entry> {
        TABLE.iter().find(|entry| entry.format == self)
    }
}
