//! The bar of hits: what is looked for, where the walk stands, and what to do with what was found.

use super::labels::{Purpose, label_buttons};
use crate::app::action::{Action, Direction};
use crate::app::hits::{Hit, Hits, Kind};
use crate::app::state::App;
use crate::browser::build::{Build, element};
use crate::browser::controls::{Icon, button, icon_button};
use crate::browser::element as dom;
use crate::domain::find::{Case, Extent, Search};
use crate::domain::label::LabelId;
use crate::domain::suggest;

pub(super) fn hits(app: App) -> Build {
    let is = move |wanted: fn(&Kind) -> bool| {
        move || app.with_session(|session| session.hits.as_ref().is_some_and(|hits| wanted(&hits.kind)))
    };
    let bar = move |name: &str| {
        element("section").class("hits").attr("data-bar", "hits").attr("data-tool", "").attr("aria-label", name)
    };
    element("div")
        .when(is(|kind| matches!(kind, Kind::Words(..))), move || words(app, bar("Find")))
        .when(is(|kind| matches!(kind, Kind::Identical(_))), move || identical(app, bar("The same words elsewhere")))
        .when(is(|kind| matches!(kind, Kind::Suggestions)), move || suggestions(app, bar("Suggestions")))
}

fn words(app: App, bar: Build) -> Build {
    let asked = move || {
        let kind = app.with_session(|session| session.hits.as_ref().map(|hits| hits.kind.clone()));
        match kind {
            Some(Kind::Words(words, search)) => (words, search),
            _ => (String::new(), Search::default()),
        }
    };
    let typed = move |event| app.dispatch(Action::Find(dom::value(&event), asked_untracked(app).1));
    let case = option(
        app,
        "Match case",
        |search| search.case == Case::Matched,
        |search, is_on| {
            search.case = if is_on { Case::Matched } else { Case::Ignored };
        },
    );
    let whole = option(
        app,
        "Whole words",
        |search| search.extent == Extent::WholeWords,
        |search, is_on| {
            search.extent = if is_on { Extent::WholeWords } else { Extent::Anywhere };
        },
    );
    let pressed = move |event: leptos::ev::Event| {
        if let Some(press) = dom::key_press(&event).filter(|press| press.key == "Enter") {
            event.prevent_default();
            app.dispatch(Action::StepHit(if press.shift { Direction::Backward } else { Direction::Forward }));
        }
    };
    let all = element("div")
        .class("mark-all")
        .attr("role", "group")
        .attr("aria-label", "Mark all")
        .child(element("span").class("hits-hint").attr("aria-hidden", "true").text("Mark all"));
    bar.child(
        element("input")
            .attr("id", "find")
            .attr("type", "search")
            .attr("dir", "auto")
            .attr("aria-label", "Find in the article")
            .attr("placeholder", "Find in the article")
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .field_with("value", move || asked().0)
            .on("input", typed)
            .on("keydown", pressed),
    )
    .child(case)
    .child(whole)
    .child(walk(app))
    .child(label_buttons(all, app, Purpose::MarkHits).flag("hidden", move || count(app) == 0))
    .child(close(app))
}

fn asked_untracked(app: App) -> (String, Search) {
    app.with_session_untracked(|session| match session.hits.as_ref().map(|hits| &hits.kind) {
        Some(Kind::Words(words, search)) => (words.clone(), *search),
        _ => (String::new(), Search::default()),
    })
}

fn option(app: App, name: &str, read: fn(&Search) -> bool, set: fn(&mut Search, bool)) -> Build {
    let is_on = move || {
        app.with_session(|session| match session.hits.as_ref().map(|hits| &hits.kind) {
            Some(Kind::Words(_, search)) => read(search),
            _ => false,
        })
    };
    let toggled = move |event| {
        let (words, mut search) = asked_untracked(app);
        set(&mut search, dom::is_checked(&event));
        app.dispatch(Action::Find(words, search));
    };
    element("label")
        .class("option")
        .child(
            element("input")
                .attr("type", "checkbox")
                .field_with("checked", move || is_on().to_string())
                .on("change", toggled),
        )
        .child(element("span").text(name))
}

fn identical(app: App, bar: Build) -> Build {
    let all = move || "Mark all ".to_owned() + &count(app).to_string();
    bar.child(element("strong").text("The same words elsewhere"))
        .child(walk(app))
        .child(act(app, "Mark this", "a", Action::MarkHit))
        .child(
            button("main", move || app.dispatch(Action::MarkHits(None)))
                .child(element("span").text_with(all))
                .child(element("kbd").attr("aria-hidden", "true").text("Enter")),
        )
        .child(close(app))
}

fn suggestions(app: App, bar: Build) -> Build {
    let label = move || current(app, |hit| hit.label.clone()).flatten();
    let name =
        move |label: Option<LabelId>| label.map(|label| app.labels.read().name(&label).to_owned()).unwrap_or_default();
    let position = move || label().and_then(|label| app.labels.read().position(&label)).map(|index| index.to_string());
    let alike = move || {
        let label = label();
        app.with_session(|session| {
            session.hits.as_ref().map_or(0, |hits| hits.open().filter(|hit| hit.label == label).count())
        })
        .to_string()
    };
    let untracked = move || app.with_session_untracked(|session| session.hits.as_ref()?.current()?.label.clone());
    let all = move |verb: &'static str, action: fn(Option<LabelId>) -> Action| {
        button("quiet", move || app.dispatch(action(untracked())))
            .text_with(move || [verb, " all ", &alike(), " of ", &name(label())].concat())
    };
    let rule = move || {
        let origin = current(app, |hit| hit.origin.clone()).unwrap_or_default();
        suggest::rule_of(&origin).unwrap_or_default().to_owned()
    };
    bar.child(
        element("strong")
            .class("suggested")
            .attr_with("data-label", position)
            .child(element("span").class("swatch").attr("aria-hidden", "true"))
            .child(element("span").text_with(move || name(label()) + "?")),
    )
    .child(element("span").class("hits-hint").attr("title", "The rule that found it").text_with(rule))
    .child(walk(app))
    .child(act(app, "Accept", "a", Action::MarkHit))
    .child(act(app, "Reject", "x", Action::RejectHits(None)))
    .child(all("Accept", Action::MarkHits))
    .child(all("Reject", Action::RejectHits))
    .child(close(app))
}

/// Where the walk stands, and its two buttons.
fn walk(app: App) -> Build {
    let place = move || {
        app.with_session(|session| match &session.hits {
            Some(hits) if hits.count() > 0 => (hits.position() + 1).to_string() + " of " + &hits.count().to_string(),
            Some(Hits { kind: Kind::Words(words, _), .. }) if words.is_empty() => String::new(),
            _ => "Not found".to_owned(),
        })
    };
    let has_none = move || count(app) == 0;
    let step = move |icon: Icon, label: &str, tip: &str, direction| {
        icon_button(icon, label, tip, move || app.dispatch(Action::StepHit(direction))).flag("disabled", has_none)
    };
    element("div")
        .class("walk")
        .child(element("span").class("hits-count").text_with(place))
        .child(step(Icon::UP, "Previous hit", "Previous (p in the article)", Direction::Backward))
        .child(step(Icon::DOWN, "Next hit", "Next (n in the article)", Direction::Forward))
}

fn act(app: App, name: &str, key: &str, action: Action) -> Build {
    button("label", move || app.dispatch(action.clone()))
        .on("mousedown", |event| event.prevent_default())
        .child(element("span").text(name))
        .child(element("kbd").attr("aria-hidden", "true").text(key))
}

fn close(app: App) -> Build {
    icon_button(Icon::CLOSE, "Close", "Close (Escape)", move || app.dispatch(Action::CloseHits)).class("quiet end")
}

fn count(app: App) -> usize {
    app.with_session(|session| session.hits.as_ref().map_or(0, Hits::count))
}

fn current<T>(app: App, read: impl FnOnce(&Hit) -> T) -> Option<T> {
    app.with_session(|session| session.hits.as_ref().and_then(Hits::current).map(read))
}
