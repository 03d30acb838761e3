//! The dialogs of the page.

use crate::app::action::Dialog;
use crate::app::state::App;
use crate::browser::build::Build;
use crate::browser::controls;

/// What is inside a dialog.
pub(super) enum Inside {
    /// Built once, and in the page while the dialog is closed too.
    Always(Build),
    /// Built whenever the dialog opens.
    WhenOpen(Box<dyn Fn() -> Build>),
}

/// A dialog over the page, with a heading and a button that closes it.
pub(super) fn dialog(app: App, which: Dialog, title: &str, inside: Inside) -> Build {
    let is_open = move || app.with_session(|session| session.dialog == Some(which));
    let close = move || {
        if app.with_session_untracked(|session| session.dialog == Some(which)) {
            app.hide_dialog();
        }
    };
    let id = match which {
        Dialog::Articles => "articles-title",
        Dialog::Help => "help-title",
        Dialog::Recovered => "recovered-title",
    };
    let body = controls::dialog_inside(id, title, close);
    let body = match inside {
        Inside::Always(parts) => body.child(parts),
        Inside::WhenOpen(build) => body.when(is_open, build),
    };
    controls::closed_beside(controls::dialog("dialog", id, close), close).child(body).open_while(is_open)
}
