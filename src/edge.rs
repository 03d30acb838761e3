//! Every effect that reaches the outside, each a named function: this page is the list of them.
//!
//! Not here: what actions do to the state ([`crate::app::session`]), and how the browser does things ([`crate::browser`]).

mod annex;
mod opening;
mod painting;
mod pointing;
mod saving;

use crate::app::action::{Action, Direction};
use crate::app::keymap::Focus;
use crate::app::session::Effect;
use crate::app::signal::Derived;
use crate::app::state::{App, HintButton, Request};
use crate::browser::place::{offset_of, spot_of};
use crate::browser::reaction::watch;
use crate::browser::{self, clock, element, geometry, keys, listen, page, selection, task};
use saving::Keeper;

/// Connects the state with the browser, and opens what was open last.
pub fn connect(app: App) {
    let keeper = Keeper::new();
    app.settings.set(keeper.settings());
    carry_out_actions(app, &keeper);
    hear_keys(app);
    hear_resizes(app);
    forget_messages(app);
    title_the_page(app);
    theme_the_page(app, &keeper);
    mirror_the_caret(app);
    pointing::hear_the_pointer(app);
    pointing::hear_the_selection(app);
    painting::show_the_article(app);
    painting::paint_annotations(app);
    painting::paint_what_is_pointed_at(app);
    saving::hear_other_tabs(app, &keeper);
    saving::save_before_leaving(app, &keeper);
    saving::tidy_when_idle(app, &keeper);
    annex::hear(app, &keeper);
    opening::take_files(app);
    opening::open_what_was_open(app, &keeper);
    write_a_date();
}

fn carry_out_actions(app: App, keeper: &Keeper) {
    let keeper_for_actions = keeper.clone();
    let keeper = keeper.clone();
    let perform = move |action: Action| {
        let effects = app.perform(action, &clock::now(), &clock::fresh_id("a"));
        for effect in effects {
            carry_out(app, &keeper_for_actions, effect);
        }
    };
    let ask = move |request: Request| opening::answer(app, &keeper, request);
    app.connect(perform, ask);
}

fn carry_out(app: App, keeper: &Keeper, effect: Effect) {
    match effect {
        Effect::Save(entry) => saving::save(app, keeper, &entry),
        Effect::Say(text) => app.say(&text),
        Effect::Hint(text, mend) => app.tell(&text, App::button_for(mend)),
        Effect::Reveal(place) => {
            if let Some(spot) = app.text_untracked().and_then(|text| spot_of(&text, place)) {
                painting::ensure_shown(app, spot.block);
                // On a phone the inspector that comes with it may cover it.
                task::next_frame(move || geometry::reveal(spot));
            }
        }
        Effect::MoveLine(direction, extend) => {
            let Some(text) = app.text_untracked() else { return };
            let focus = app.with_session_untracked(|session| session.caret.focus);
            let from = spot_of(&text, focus);
            let to = from.and_then(|from| geometry::line_from(from, direction == Direction::Forward));
            let edge = match direction {
                Direction::Forward => text.blocks().last().map(|block| block.end()),
                Direction::Backward => text.blocks().first().map(|block| block.start()),
            };
            if let Some(place) = to.and_then(|spot| offset_of(&text, spot)).or(edge) {
                app.dispatch(Action::CaretTo(text.grapheme_floor(place), extend));
            }
        }
        Effect::FocusNote => focus_field("note".to_owned()),
        Effect::FocusAttribute(place) => focus_field("attribute-".to_owned() + &place.to_string()),
        Effect::FocusFind => focus_field("find".to_owned()),
        Effect::FocusArticle => element::focus(browser::article::ID),
        Effect::Ask(ask) => annex::ask(app, &ask),
        Effect::Download => saving::download(app, keeper),
    }
}

/// Puts the keyboard into a field as soon as it is built, which is before the next key: what is typed at once belongs to it.
fn focus_field(id: String) {
    task::spawn(async move { element::focus(&id) });
}

fn hear_keys(app: App) {
    listen::on_key("keydown", move |event| {
        let Some(press) = keys::press(event) else { return };
        let focus = keys::focus(event.target());
        if matches!(focus, Focus::Article | Focus::Margin) {
            pointing::settle(app);
        }
        let block = app.text_untracked().and_then(|text| {
            spot_of(&text, app.with_session_untracked(|session| session.caret.focus)).map(|spot| spot.block)
        });
        let runs_left = press.key.starts_with("Arrow") && block.is_some_and(browser::article::is_right_to_left);
        if let Some(action) = app.action_for(&press, focus, runs_left) {
            if page::is_covered() && !app.acts_over_a_dialog(&action) {
                return;
            }
            event.prevent_default();
            app.dispatch(action);
        }
    });
}

fn hear_resizes(app: App) {
    listen::on_window("resize", move |_| app.layout.update(|layout| *layout += 1));
}

/// A message goes by itself unless it offers what is nowhere else; not while the pointer or the keyboard is in it.
fn forget_messages(app: App) {
    let number = Derived::new(move || app.with_facts(|facts| facts.hint.as_ref().map(|hint| hint.number)));
    watch(move || {
        let Some(number) = number.get() else { return };
        let button = app.with_facts_untracked(|facts| facts.hint.as_ref().map(|hint| hint.button.clone()));
        let time = match button {
            Some(HintButton::None) => 6_000,
            Some(HintButton::Undo) => 12_000,
            _ => return,
        };
        task::after(time, move || forget_message(app, number));
    });
}

#[inline(never)]
fn forget_message(app: App, number: u32) {
    if app.with_facts_untracked(|facts| facts.hint.as_ref().is_some_and(|hint| hint.number == number)) {
        if element::is_in_use(".message") {
            task::after(2_000, move || forget_message(app, number));
        } else {
            app.change_facts(|facts| facts.hint = None);
        }
    }
}

/// The first date in a person's own words takes the browser some 15 ms. Not during the first edit, after which the inspector
/// shows one, nor at the start.
fn write_a_date() {
    task::after(1_500, || drop(clock::local(clock::now().as_str())));
}

fn title_the_page(app: App) {
    watch(move || {
        let title = app.title.get();
        page::set_title(&if title.is_empty() { "Attest".to_owned() } else { title + " \u{2013} Attest" });
    });
}

fn theme_the_page(app: App, keeper: &Keeper) {
    let keeper = keeper.clone();
    let mut before = app.settings.get_untracked();
    watch(move || {
        let settings = app.settings.get();
        page::set_theme(Some(settings.theme.as_str()).filter(|theme| !theme.is_empty()));
        if settings != before {
            keeper.keep_settings(&settings);
            before = settings;
        }
    });
}

/// Keeps the page's own selection where the caret is, so that copying and screen readers follow the keyboard. After the
/// frame is painted, because setting a selection makes the browser lay the page out at once.
fn mirror_the_caret(app: App) {
    let caret = Derived::new(move || app.with_session(|session| session.caret));
    watch(move || {
        // Read, not only tracked: a memo that nobody reads never learns that what it depends on has changed.
        caret.track();
        task::after_paint(move || select_the_caret(app));
    });
    listen::on_document("focusin", move |event| {
        if element::closest(event, "#article").is_some() {
            task::after_paint(move || select_the_caret(app));
        }
    });
}

fn select_the_caret(app: App) {
    let Some(text) = app.text_untracked() else { return };
    if !element::has_focus(browser::article::ID) || pointing::is_selecting() {
        return;
    }
    if selection::is_unheard() {
        // The handles of a touch screen have moved on since. What they are at now is news for the caret, which follows.
        return;
    }
    let caret = app.with_session_untracked(|session| session.caret);
    if let (Some(anchor), Some(focus)) = (spot_of(&text, caret.anchor), spot_of(&text, caret.focus)) {
        selection::write(anchor, focus);
    }
}
