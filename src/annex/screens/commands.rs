//! Every command by name, with its key.

use super::frame::{Stand, screen};
use super::state::Annex;
use crate::app::annex::{Answer, Screen};
use crate::app::signal::{Derived, State};
use crate::browser::build::{Build, element};
use crate::browser::element as dom;
use crate::browser::task;
use crate::domain::filter::Words;
use crate::domain::label::LabelId;
use crate::domain::text::folded;

/// What a command does.
#[derive(Clone, Copy)]
enum Does {
    /// What this key does in the article, as [`Answer::press`] reads it.
    Key(&'static str),
    /// Opens a screen.
    Shows(Screen),
}

/// Name, key as it is shown, and what it does.
const COMMANDS: &[(&str, &str, Does)] = &[
    ("Undo", "Ctrl Z", Does::Key("c z")),
    ("Redo", "Ctrl Shift Z", Does::Key("cs z")),
    ("Next annotation or hit", "n", Does::Key(" n")),
    ("Previous annotation or hit", "p", Does::Key(" p")),
    ("Write the note of the active annotation", "Enter", Does::Key(" Enter")),
    ("Details of the active annotation", "e", Does::Key(" e")),
    ("Link the active annotation", "l", Does::Key(" l")),
    ("Remove the active annotation", "Delete", Does::Key(" Delete")),
    ("Move the start of the active annotation back by a word", "[", Does::Key(" [")),
    ("Move the start of the active annotation on by a word", "]", Does::Key(" ]")),
    ("Move the end of the active annotation back by a word", "{", Does::Key("s {")),
    ("Move the end of the active annotation on by a word", "}", Does::Key("s }")),
    ("Make the selection another part of the active annotation", "+", Does::Key(" +")),
    ("Find words, and mark them", "Ctrl F", Does::Key("c f")),
    ("Find the active annotation\u{2019}s words elsewhere", "r", Does::Key(" r")),
    ("Suggestions by rules", "s", Does::Key(" s")),
    ("Articles: open, paste, switch, remove", "Ctrl O", Does::Key("c o")),
    ("All articles: search, sort, download, say which are done", "", Does::Shows(Screen::Library)),
    ("Download the annotation file", "Ctrl S", Does::Key("c s")),
    ("Overview: how much has each label, and where; annotations without a place", "o", Does::Shows(Screen::Overview)),
    ("Check: annotations that do not follow the guidelines", "c", Does::Shows(Screen::Doubts)),
    ("Download in another format", "Ctrl Shift S", Does::Shows(Screen::Export)),
    ("Follow the annotations of an earlier version of this article", "", Does::Shows(Screen::Review)),
    ("Labels: names, keys, colours, links, details", "", Does::Shows(Screen::Labels)),
    ("Practise on an article with answers", "", Does::Shows(Screen::Practice)),
    ("Compare with another annotation file", "", Does::Shows(Screen::Agreement)),
    ("Guidelines: what to mark, and where it begins and ends", "F1", Does::Shows(Screen::Guidelines)),
    ("Keys and help", "?", Does::Key("s ?")),
];

pub(super) fn commands(annex: Annex) -> Build {
    let (words, current) = (State::new(String::new()), State::new(0));
    screen(annex, Screen::Commands, Stand::Over, "Commands", move || {
        words.set(String::new());
        current.set(0);
        inside(annex, words, current)
    })
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    name: String,
    key: String,
    label: Option<LabelId>,
    place: usize,
}

impl Line {
    /// Tells it from the others, also from a label of the same name.
    fn id(&self) -> String {
        [if self.label.is_some() { "label " } else { "command " }, &self.place.to_string(), " ", &self.name].concat()
    }
}

fn lines(annex: Annex, words: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(project) = annex.project() {
        for (place, label) in project.labels.labels().iter().enumerate() {
            let name = ["Mark as ", &label.name, ", or pick up its pen"].concat();
            lines.push(Line { name, key: label.key.clone(), label: Some(label.id.clone()), place });
        }
    }
    let known = COMMANDS.iter().enumerate();
    lines.extend(known.map(|(place, (name, key, _))| Line {
        name: (*name).to_owned(),
        key: (*key).to_owned(),
        label: None,
        place,
    }));
    let words = Words::of(words);
    lines.retain(|line| {
        let (name, key) = (folded(&line.name), folded(&line.key));
        words.each(&|word| name.contains(word) || key == word)
    });
    lines
}

fn inside(annex: Annex, words: State<String>, current: State<usize>) -> Build {
    let shown = Derived::new(move || lines(annex, &words.read()));
    let keys = move || shown.read().iter().map(Line::id).collect();
    let step = move |by: isize| {
        let count = shown.read_untracked().len();
        let place = *current.read_untracked();
        current.set((place + count).saturating_add_signed(by) % count.max(1));
        task::next_frame(|| dom::show("annex-command-current"));
    };
    let act = move |line: &Line| {
        let answer = match (&line.label, COMMANDS.get(line.place).map(|command| command.2)) {
            (Some(label), _) => Some(Answer::Choose(label.clone())),
            (None, Some(Does::Shows(screen))) => return annex.show(screen),
            (None, Some(Does::Key(key))) => Answer::press(key),
            (None, None) => None,
        };
        annex.close();
        if let Some(answer) = answer {
            annex.answer(&answer);
        }
    };
    let pressed = move |event: leptos::ev::Event| {
        let Some(press) = dom::key_press(&event) else { return };
        match press.key.as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(-1),
            "Enter" => {
                if let Some(line) = shown.read_untracked().get(*current.read_untracked()) {
                    act(line);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let field = element("input")
        .attr("id", "annex-command")
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("aria-label", "Command")
        .attr("aria-expanded", "true")
        .attr("aria-controls", "annex-command-list")
        .attr("aria-autocomplete", "list")
        .attr("placeholder", "Type a few letters")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("autofocus", "")
        .attr_with("aria-activedescendant", move || {
            (!shown.read().is_empty()).then(|| "annex-command-current".to_owned())
        })
        .on("input", move |event| {
            words.set(dom::value(&event));
            current.set(0);
        })
        .on("keydown", pressed);
    let item = move |id: &str| {
        let line = shown.read_untracked().iter().find(|line| line.id() == id).cloned();
        let (name, key) = line.as_ref().map(|line| (line.name.clone(), line.key.clone())).unwrap_or_default();
        let is_current = {
            let id = id.to_owned();
            move || shown.read().get(*current.read()).is_some_and(|line| line.id() == id)
        };
        let is_selected = is_current.clone();
        element("li")
            .class("command")
            .attr("role", "option")
            .attr_with("id", move || is_current().then(|| "annex-command-current".to_owned()))
            .attr_with("aria-selected", move || Some(is_selected().to_string()))
            .on("click", move |_| {
                if let Some(line) = &line {
                    act(line);
                }
            })
            .child(element("span").text(&name))
            .child(element("kbd").text(&key))
    };
    let none = || element("p").class("hint").text("No command is called that.");
    element("div")
        .class("commands")
        .child(field)
        .child(
            element("ul")
                .attr("id", "annex-command-list")
                .attr("role", "listbox")
                .attr("aria-label", "Commands")
                .each(keys, item),
        )
        .when(move || shown.read().is_empty(), none)
}
