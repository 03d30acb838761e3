//! What is on the screen. Parts read signals and dispatch actions; they decide nothing.

mod article;
mod articles;
mod details;
mod dialog;
mod help;
mod hits;
mod inspector;
mod labels;
mod margin;
mod overlay;
mod palette;
mod recovered;
mod status;
mod top_bar;

use crate::app::state::App;
use crate::browser::build::mount;
use crate::browser::{panic, task};
use leptos::prelude::*;

/// Starts Attest in the page's body.
pub fn start() {
    panic::tell();
    mount_to_body(Root);
}

/// The page. Its parts are built by [`crate::browser::build`] and live as long as this component, that is for ever.
#[component]
fn Root() -> impl IntoView {
    let app = App::new();
    // First of all, so that each part is built once, with what is open.
    crate::edge::connect(app);
    article::fill(app);
    // Reading comes first: the article and its annotations are painted before what stands around them is built.
    let owner = Owner::current().unwrap_or_default();
    task::after_paint_or_soon(move || {
        owner.with(|| {
            top_bar::fill(app);
            article::cover(app);
            mount(&[
                hits::hits(app),
                inspector::inspector(app),
                status::status_line(app),
                status::messages(app),
                articles::articles(app),
                help::help(app),
                recovered::recovered(app),
            ]);
        });
    });
}
