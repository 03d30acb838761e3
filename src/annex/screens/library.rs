//! The library: the articles in this browser, searched, sorted, opened, declared done, downloaded, removed and brought back.
//!
//! What happens to the open article the page does; everything else is done to the store as another tab would do it, and the page is
//! told as it is told of other tabs.
//!
//! Not here: how articles are found and sorted ([`crate::app::library`]) and stored ([`crate::app::saved`]).

mod table;

use super::frame::{Stand, screen};
use super::state::Annex;
use crate::app::annex::{Answer, Screen};
use crate::app::incoming;
use crate::app::library::{Order, Shelved, Way, arrange, contents, is_found};
use crate::app::saved::{Card, QUOTA, Saved};
use crate::app::session::counted;
use crate::app::signal::{Derived, State};
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::element as dom;
use crate::browser::storage::{LocalStore, announce};
use crate::browser::{clock, file, listen, task};
use crate::domain::edit::Command;
use crate::domain::filter::Words;
use crate::domain::project::Status;
use crate::formats::exchange::collection::Collection;
use crate::formats::exchange::{File, archive};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// How many rows are built at first, and how many more at a time.
const ROWS: usize = 200;

/// For how long articles are read for the search before the screen is painted again, in articles.
const AT_ONCE: usize = 8;

thread_local! {
    /// Whether other tabs are heard already: once, for all times that the library opens.
    static HEARS: Cell<bool> = const { Cell::new(false) };
}

/// What the library's screen knows, in signals.
#[derive(Clone, Copy)]
struct Library {
    annex: Annex,
    /// All articles, in no order.
    articles: State<Vec<Shelved>>,
    /// What is looked for.
    words: State<String>,
    /// Whether it is looked for in texts and notes as well.
    is_deep: State<bool>,
    /// What is known of texts and notes, by identifier, with the moment of the change that it is of.
    contents: State<BTreeMap<String, (String, String)>>,
    order: State<(Order, Way)>,
    /// The identifiers of the chosen articles.
    chosen: State<BTreeSet<String>>,
    limit: State<usize>,
    /// What was done.
    told: State<String>,
    /// What was removed last, and which of it was open.
    removed: State<(Vec<String>, Option<String>)>,
}

pub(super) fn library(annex: Annex) -> Build {
    let library = Library {
        annex,
        articles: State::new(Vec::new()),
        words: State::new(String::new()),
        is_deep: State::new(false),
        contents: State::new(BTreeMap::new()),
        order: State::new((Order::default(), Order::default().first_way())),
        chosen: State::new(BTreeSet::new()),
        limit: State::new(ROWS),
        told: State::new(String::new()),
        removed: State::new((Vec::new(), None)),
    };
    screen(annex, Screen::Library, Stand::Over, "All articles", move || library.inside())
}

impl Library {
    /// The store, as a tab of its own.
    fn saved() -> Saved<LocalStore> {
        Saved::new(LocalStore::open(), &clock::fresh_id(""))
    }

    /// Chooses articles, or no longer.
    fn choose(self, ids: Vec<String>, is_chosen: bool) {
        self.chosen.update(|chosen| {
            if is_chosen {
                chosen.extend(ids);
            } else {
                for id in &ids {
                    chosen.remove(id);
                }
            }
        });
    }

    /// The identifier of the article that the page has open.
    fn open(self) -> Option<String> {
        self.annex.project.read_untracked().as_ref().map(|project| project.document.id.clone())
    }

    /// Looks the articles up anew.
    fn refresh(self) {
        let saved = Self::saved();
        let mut sizes = saved.sizes();
        let mut articles: Vec<Shelved> = Vec::new();
        for card in saved.cards() {
            let size = sizes.remove(&card.id).unwrap_or_default();
            articles.push(Shelved { card, size });
        }
        if let Some(project) = self.annex.project.get_untracked() {
            // The page knows it best: what could not be saved is not in the store.
            let document = &project.document;
            let (id, title) = (document.id.clone(), document.title.clone());
            let (annotations, status) = (project.annotations.len(), document.status);
            match articles.iter_mut().find(|article| article.card.id == id) {
                Some(article) => article.card = Card { annotations, status, ..article.card.clone() },
                None if saved.card(&id).is_none_or(|card| card.removed.is_empty()) => {
                    let card = Card { id, title, annotations, status, ..Card::default() };
                    articles.push(Shelved { card, size: 0 });
                }
                None => {}
            }
        }
        let known: BTreeSet<&str> = articles.iter().map(|article| article.card.id.as_str()).collect();
        self.chosen.update(|chosen| chosen.retain(|id| known.contains(id.as_str())));
        self.articles.set(articles);
        self.read_contents();
    }

    /// Tells the page that the list is another one, and looks it up anew.
    fn tell_and_refresh(self) {
        announce("attest/card/");
        self.refresh();
    }

    fn inside(self) -> Build {
        self.told.set(String::new());
        self.removed.set((Vec::new(), None));
        self.chosen.set(BTreeSet::new());
        self.words.set(String::new());
        self.limit.set(ROWS);
        self.refresh();
        if !HEARS.replace(true) {
            listen::on_storage(move |key, _| {
                // What this screen itself tells of has no document.
                let is_news = key.is_none_or(|key| key.starts_with("attest/card/") && key != "attest/card/");
                if is_news && *self.annex.screen.read_untracked() == Some(Screen::Library) {
                    self.refresh();
                }
            });
        }
        let shown = Derived::new(move || self.shown());
        element("div").class("library").child(self.search(shown)).child(table::table(self, shown)).child(self.foot())
    }

    /// The articles that are looked for, in order.
    fn shown(self) -> Vec<Shelved> {
        let words = Words::of(&self.words.read());
        let (order, way) = *self.order.read();
        let is_deep = *self.is_deep.read();
        let known = self.contents.read();
        let mut shown: Vec<Shelved> = Vec::new();
        for article in &*self.articles.read() {
            let contents = known.get(&article.card.id).filter(|_| is_deep).map(|(_, contents)| contents.as_str());
            if is_found(&words, &article.card, contents) {
                shown.push(article.clone());
            }
        }
        arrange(&mut shown, order, way);
        shown
    }

    /// Reads texts and notes, if they are looked through, and some at a time.
    fn read_contents(self) {
        if !*self.is_deep.read_untracked() {
            return;
        }
        task::spawn(async move {
            let saved = Self::saved();
            let cards: Vec<Card> = self.articles.read_untracked().iter().map(|article| article.card.clone()).collect();
            let is_known = |card: &Card| {
                self.contents.read_untracked().get(&card.id).is_some_and(|(moment, _)| *moment == card.modified)
            };
            let missing: Vec<Card> = cards.into_iter().filter(|card| !is_known(card)).collect();
            for some in missing.chunks(AT_ONCE) {
                let read = |card: &Card| {
                    Some((card.id.clone(), (card.modified.clone(), contents(&saved.project_of(&card.id)?))))
                };
                let found: Vec<_> = some.iter().filter_map(read).collect();
                self.contents.update(|contents| contents.extend(found));
                task::frame().await;
            }
        });
    }

    fn search(self, shown: Derived<Vec<Shelved>>) -> Build {
        let found = move || {
            let (count, all) = (shown.read().len(), self.articles.read().len());
            match count {
                _ if all == 0 => "There are no articles in this browser yet.".to_owned(),
                count if count == all => counted(all, "article"),
                count => format!("{count} of {}", counted(all, "article")),
            }
        };
        let words = element("input")
            .attr("type", "search")
            .attr("id", "library-words")
            .attr("dir", "auto")
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .attr("autofocus", "")
            .attr("placeholder", "Search")
            .attr("aria-label", "Search the articles")
            .field_with("value", move || self.words.get())
            .on("input", move |event| {
                self.limit.set(ROWS);
                self.words.set(dom::value(&event));
            });
        let deep = element("label")
            .class("setting")
            .child(
                element("input")
                    .attr("type", "checkbox")
                    .field_with("checked", move || self.is_deep.read().to_string())
                    .on("change", move |event| {
                        self.is_deep.set(dom::is_checked(&event));
                        self.read_contents();
                    }),
            )
            .child(element("span").text("Also in texts and notes"));
        element("div")
            .class("library-search")
            .attr("role", "search")
            .child(words)
            .child(deep)
            .child(table::order(self))
            .child(element("p").attr("role", "status").text_with(found))
    }

    fn foot(self) -> Build {
        let has_removed = move || !self.removed.read().0.is_empty();
        let undo = move || button("quiet link", move || self.restore()).attr("id", "library-undo").text("Undo");
        let told = element("div")
            .class("library-told")
            .child(element("p").attr("role", "status").text_with(move || self.told.get()))
            .when(has_removed, undo);
        let count = move || self.chosen.read().len();
        let acts = move || {
            element("div")
                .class("library-acts")
                .child(element("span").text_with(move || format!("{} chosen", counted(count(), "article"))))
                .child(button("", move || self.download()).text_with(move || {
                    if count() > 1 { "Download them as one archive" } else { "Download its annotation file" }.to_owned()
                }))
                .child(
                    button("quiet danger", move || {
                        let ids: Vec<String> = self.chosen.get_untracked().into_iter().collect();
                        self.remove(&ids);
                    })
                    .text("Remove them"),
                )
        };
        let used = move || {
            let used: usize = self.articles.read().iter().map(|article| article.size).sum();
            format!("Together {} of this browser\u{2019}s storage for this site", share(used))
        };
        element("footer")
            .class("library-foot")
            .child(told)
            .when(move || count() > 0, acts)
            .child(element("p").class("hint").text_with(used))
    }

    /// Opens an article in the page.
    fn visit(self, id: &str) {
        let is_open = self.open().as_deref() == Some(id);
        self.annex.close();
        if !is_open {
            self.annex.answer(&Answer::OpenStored(id.to_owned()));
        }
    }

    /// Says whether the work on an article goes on: through the page, if it has the article open. Tells whether that was done.
    fn set_status(self, id: &str, status: Status) -> bool {
        let command = Command::SetStatus(status);
        let done = if self.open().as_deref() == Some(id) {
            self.annex.execute(command)
        } else {
            Self::saved().change_stored(id, command, &clock::now()).map_err(|unchanged| unchanged.to_string())
        };
        let is_done = done.is_ok();
        let title = self.title(id);
        self.removed.set((Vec::new(), None));
        self.told.set(match (done, status) {
            (Err(problem), _) => problem,
            (Ok(()), Status::Done) => format!("\u{201c}{title}\u{201d} is done."),
            (Ok(()), Status::Open) => format!("\u{201c}{title}\u{201d} is being worked on again."),
        });
        self.tell_and_refresh();
        is_done
    }

    /// Takes articles off the list: the open one through the page, which then shows another one.
    fn remove(self, ids: &[String]) {
        let mut saved = Self::saved();
        let (now, open) = (clock::now(), self.open());
        let title = ids.first().map(|id| self.title(id)).unwrap_or_default();
        let mut removed = Vec::new();
        let mut problem = None;
        for id in ids.iter().filter(|id| Some(*id) != open.as_ref()) {
            match saved.remove_document(id, None, now.as_str()) {
                Ok(()) => removed.push(id.clone()),
                Err(unsaved) => problem = Some(unsaved.to_string()),
            }
        }
        let open = open.filter(|open| ids.contains(open));
        if let Some(open) = &open {
            self.annex.answer(&Answer::Remove(open.clone()));
            // The page tells it when it could not.
            if saved.cards().iter().all(|card| card.id != *open) {
                removed.push(open.clone());
            }
        }
        self.told.set(problem.unwrap_or_else(|| match removed.len() {
            0 => String::new(),
            1 => format!("Removed \u{201c}{title}\u{201d}."),
            count => format!("Removed {}.", counted(count, "article")),
        }));
        self.removed.set((removed, open));
        self.tell_and_refresh();
        if saved.cards().is_empty() {
            // The page offers to open another one.
            self.annex.close();
        } else {
            task::next_frame(|| dom::focus("library-undo"));
        }
    }

    /// Hands the chosen articles to the person: one as its annotation file, several as an archive of such files.
    fn download(self) {
        let (saved, now, open) = (Self::saved(), clock::now(), self.annex.project.get_untracked());
        let (mut projects, mut files, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        let mut names = Collection::default();
        let mut articles = self.articles.get_untracked();
        arrange(&mut articles, Order::Title, Way::Up);
        for article in articles {
            let id = article.card.id.as_str();
            if !self.chosen.read_untracked().contains(id) {
                continue;
            }
            let open = open.as_ref().filter(|open| open.document.id == id).map(|open| (**open).clone());
            let Some(project) = open.or_else(|| saved.project_of(id)) else {
                unread.push(article.card.title);
                continue;
            };
            let (name, contents) = incoming::annotation_file(&project);
            files.extend(names.add(vec![File { name, bytes: contents.into_bytes() }]));
            projects.push(project);
        }
        let name = match files.as_slice() {
            [] => None,
            [file] => {
                let contents = String::from_utf8_lossy(&file.bytes);
                file::download(&file.name, &contents).then(|| file.name.clone())
            }
            files => {
                let name = format!("articles {}.zip", now.as_str().get(..10).unwrap_or_default());
                archive::write(files)
                    .ok()
                    .filter(|bytes| file::download_bytes(&name, bytes, "application/zip"))
                    .map(|_| name)
            }
        };
        let mut told = match &name {
            Some(name) => format!("Downloaded {name}. "),
            None => "Nothing was downloaded. ".to_owned(),
        };
        if !unread.is_empty() {
            told.push_str(&format!(
                "Not in it, since they cannot be read whole: {}. Open them to see what is left.",
                unread.join(", ")
            ));
        }
        for project in projects.iter().filter(|_| name.is_some()) {
            // If it cannot be noted, the list shows an older date.
            saved.set_downloaded(project, now.as_str()).ok();
        }
        self.removed.set((Vec::new(), None));
        self.told.set(told.trim_end().to_owned());
        self.tell_and_refresh();
    }

    /// Brings back what was removed last.
    fn restore(self) {
        let (removed, open) = self.removed.get_untracked();
        let mut saved = Self::saved();
        let total = removed.len();
        let (mut left, mut problem) = (Vec::new(), None);
        for id in removed {
            if let Err(unsaved) = saved.restore_document(&id) {
                left.push(id);
                problem = Some(unsaved);
            }
        }
        if let Some(open) = open {
            self.annex.answer(&Answer::OpenStored(open));
        }
        let back = counted(total - left.len(), "article");
        self.told.set(match problem {
            None => format!("{back} back on the list."),
            Some(unsaved) => format!("{back} back on the list, {} not. {unsaved}", left.len()),
        });
        // What is not back can be tried again.
        self.removed.set((left, None));
        self.tell_and_refresh();
        dom::focus("library-words");
    }

    fn title(self, id: &str) -> String {
        let articles = self.articles.read_untracked();
        articles
            .iter()
            .find(|article| article.card.id == id)
            .map(|article| article.card.title.clone())
            .unwrap_or_default()
    }
}

/// A share of the storage in percent.
fn share(size: usize) -> String {
    let tenths = (size * 1000).div_ceil(QUOTA);
    format!("{}.{}\u{a0}%", tenths / 10, tenths % 10)
}
