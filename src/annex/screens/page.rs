//! The annex in the page: what it hears, and its screens.

use super::import::Import;
use super::state::Annex;
use super::{
    agreement, commands, doubts, export, frame, guidelines, import, labels, library, overview, practice, review,
    suggesting,
};
use crate::annex::work;
use crate::app::annex::Ask;
use crate::browser::build::mount;
use crate::browser::file::Chosen;
use crate::browser::worker::Parcel;
use crate::browser::{page, panic, wire, worker};
use leptos::prelude::*;

/// Starts the annex: in the page, or in a thread beside it.
pub fn start() {
    panic::tell();
    let serve = |parcel: Parcel, tell: &dyn Fn(&str)| {
        let (words, files) = work::work(&parcel.words, parcel.files, tell);
        Parcel { words, files }
    };
    if !worker::serve(serve) {
        mount_to_body(Root);
    }
}

#[component]
fn Root() -> impl IntoView {
    let annex = Annex::new();
    page::add_style(frame::STYLE);
    let (import, import_screen) = import::import(annex);
    mount(&[
        commands::commands(annex),
        labels::labels(annex),
        library::library(annex),
        overview::overview(annex),
        guidelines::guidelines(annex),
        doubts::doubts(annex),
        practice::practice(annex),
        agreement::agreement(annex),
        export::export(annex),
        import_screen,
        review::review(annex),
    ]);
    wire::hear(wire::ASK, move |head, body, files| {
        if let Some(ask) = Ask::heard(head, body) {
            hear(annex, import, ask, files);
        }
    });
    wire::send(wire::READY, "", "", Vec::new());
}

fn hear(annex: Annex, import: Import, ask: Ask, files: Vec<Chosen>) {
    match ask {
        Ask::Project(file) => annex.know(&file),
        Ask::Show(screen, label) => {
            annex.label.set(label);
            annex.show(screen);
        }
        Ask::Suggest => suggesting::suggest(annex),
        Ask::Read => import.read(files),
    }
}
