//! The state line, the messages, and what screen readers are told.

use crate::app::action::{Action, Dialog};
use crate::app::annex::Screen;
use crate::app::keeping::Saving;
use crate::app::session::counted;
use crate::app::signal::State;
use crate::app::state::{App, HintButton, Request};
use crate::browser::build::{Build, element};
use crate::browser::controls::{Icon, button, icon_button};
use crate::browser::{clock, task};

pub(super) fn status_line(app: App) -> Build {
    let minutes = State::new(0u32);
    task::every(60_000, move || minutes.update(|minutes| *minutes += 1));
    let annotations = move || {
        let number = app.with_workspace(|workspace| workspace.project().annotations.len());
        counted(number.unwrap_or_default(), "annotation")
    };
    let saving = move || app.with_facts(|facts| facts.saving);
    let saved = move || match saving() {
        Saving::Idle => "",
        Saving::Saved => "Saved in this browser",
        Saving::Unsaved(_) => "Not saved",
    };
    let used =
        move || app.with_facts(|facts| ["Storage ", &facts.used.to_string(), "\u{a0}% used", facts.kept].concat());
    let downloaded = move || {
        minutes.track();
        app.with_facts(|facts| match facts.downloaded.as_str() {
            "" => "Not downloaded yet".to_owned(),
            moment => "Downloaded ".to_owned() + &ago(moment),
        })
    };
    let set_aside = move || button("link", move || app.show(Dialog::Recovered)).text("Unreadable data set aside");
    element("footer")
        .class("status")
        .attr("data-bar", "bottom")
        .attr("data-tool", "")
        // Comes as a whole, so that nothing in it moves.
        .flag("hidden", move || app.with_facts(|facts| facts.is_starting))
        .child(
            element("span")
                .class("status-saved")
                .flag(".unsaved", move || matches!(saving(), Saving::Unsaved(_)))
                .text_with(move || saved().to_owned()),
        )
        .child(element("span").text_with(annotations))
        .child(element("span").class("status-more").text_with(downloaded))
        .when(move || app.with_facts(|facts| !facts.asides.is_empty()), set_aside)
        .when(
            move || app.orphans() > 0,
            move || {
                button("link", move || app.dispatch(Action::Visit(Screen::Overview)))
                    .text_with(move || app.orphans().to_string() + " without a place")
            },
        )
        // Known late, so it stands where it moves nothing else.
        .child(element("span").class("status-more").text_with(used))
}

fn ago(moment: &str) -> String {
    let minutes = clock::minutes_since(moment);
    match minutes {
        0 => "just now".to_owned(),
        1..60 => minutes.to_string() + " min ago",
        60..2880 => (minutes / 60).to_string() + " h ago",
        _ => (minutes / 1440).to_string() + " days ago",
    }
}

pub(super) fn messages(app: App) -> Build {
    let has_hint = move || app.with_facts(|facts| facts.hint.is_some());
    let hint = move || app.with_facts(|facts| facts.hint.as_ref().map(|hint| hint.text.clone()).unwrap_or_default());
    let act_name = move || {
        app.with_facts(|facts| match facts.hint.as_ref().map(|hint| &hint.button) {
            None | Some(HintButton::None) => "",
            Some(HintButton::Undo | HintButton::Restore(_)) => "Undo",
            Some(HintButton::Download) => "Download",
            Some(HintButton::ShowRecovered | HintButton::ShowNotes | HintButton::Review) => "Show",
            Some(HintButton::Update) => "Reload",
        })
    };
    let dismiss = move || app.change_facts(|facts| facts.hint = None);
    let act = move || {
        let hint = app.with_facts_untracked(|facts| facts.hint.clone());
        dismiss();
        match hint.map_or(HintButton::None, |hint| hint.button) {
            HintButton::None => {}
            HintButton::Undo => app.dispatch(Action::Undo),
            HintButton::Download => app.dispatch(Action::Download),
            HintButton::Restore(id) => app.ask(Request::RestoreDocument(id)),
            HintButton::Update => app.ask(Request::Update),
            HintButton::Review => app.dispatch(Action::Visit(Screen::Review)),
            HintButton::ShowRecovered | HintButton::ShowNotes => app.show(Dialog::Recovered),
        }
    };
    let message = element("div")
        .class("message")
        .flag(".shown", has_hint)
        .child(element("span").attr("role", "status").attr("aria-live", "polite").text_with(hint))
        .when(move || !act_name().is_empty(), move || button("link", act).text_with(move || act_name().to_owned()))
        .when(has_hint, move || icon_button(Icon::CLOSE, "Dismiss", "Dismiss", dismiss).class("quiet small"));
    let said = element("div")
        .class("visually-hidden")
        .attr("role", "log")
        .attr("aria-live", "polite")
        .attr("aria-label", "What happened")
        .text_with(move || app.with_facts(|facts| facts.said.clone()));
    let busy = move || {
        element("div")
            .class("busy")
            .attr("role", "status")
            .child(element("span").text_with(move || app.with_facts(|facts| facts.busy.clone()).unwrap_or_default()))
            .child(element("progress").attr("aria-label", "Opening"))
    };
    let drop = || {
        let words = "Drop a text, a web page or an annotation file to open it";
        element("div").class("drop").child(element("span").text(words))
    };
    element("div")
        .class("told")
        .attr("data-tool", "")
        .child(element("div").class("messages").child(message))
        .child(said)
        .when(move || app.with_facts(|facts| facts.busy.is_some()), busy)
        .when(move || app.with_facts(|facts| facts.is_dropping), drop)
}
