//! The table of the articles.

use super::{Library, ROWS, share};
use crate::app::library::{Order, Progress, Shelved, Way};
use crate::app::signal::Derived;
use crate::browser::build::{Build, element};
use crate::browser::clock;
use crate::browser::controls::{Icon, button, icon};
use crate::browser::element as dom;
use crate::domain::project::Status;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The columns that articles can be sorted by.
const COLUMNS: [(Order, &str); 6] = [
    (Order::Title, "Title"),
    (Order::Progress, "Work"),
    (Order::Annotations, "Annotations"),
    (Order::Changed, "Changed"),
    (Order::Downloaded, "Downloaded"),
    (Order::Size, "Storage"),
];

/// Whether articles are sorted by this, and in which direction, as `aria-sort` says it.
fn sorted(library: Library, order: Order) -> Option<&'static str> {
    match *library.order.read() {
        (now, Way::Up) if now == order => Some("ascending"),
        (now, Way::Down) if now == order => Some("descending"),
        _ => None,
    }
}

/// Sorts by a column; once more, the other way round.
fn sort_by(library: Library, order: Order) {
    library.order.update(|now| {
        *now = match *now {
            (known, Way::Up) if known == order => (order, Way::Down),
            (known, Way::Down) if known == order => (order, Way::Up),
            _ => (order, order.first_way()),
        };
    });
}

/// The choice of an order where there is no room for the heads of columns.
pub(super) fn order(library: Library) -> Build {
    let ways =
        |(place, (_, name)): (usize, &(Order, &str))| element("option").attr("value", &place.to_string()).text(name);
    let place = move || COLUMNS.iter().position(|(order, _)| *order == library.order.read().0).unwrap_or_default();
    let field = element("select")
        .children(COLUMNS.iter().enumerate().map(ways).collect())
        .field_with("value", move || place().to_string())
        .on("change", move |event| {
            let order =
                dom::value(&event).parse().ok().and_then(|place: usize| COLUMNS.get(place)).map(|(order, _)| *order);
            if let Some(order) = order {
                library.order.set((order, order.first_way()));
            }
        });
    let way = move || if library.order.read().1 == Way::Up { "Rising" } else { "Falling" }.to_owned();
    let turn = button("", move || sort_by(library, library.order.get_untracked().0)).text_with(way);
    element("div")
        .class("library-order")
        .child(element("label").child(element("span").text("Sorted by ")).child(field))
        .child(turn)
}

pub(super) fn table(library: Library, shown: Derived<Vec<Shelved>>) -> Build {
    let heads = COLUMNS.iter().map(|(order, name)| {
        let order = *order;
        element("th")
            .attr("scope", "col")
            .attr("role", "columnheader")
            .attr_with("aria-sort", move || sorted(library, order).map(str::to_owned))
            .child(button("quiet", move || sort_by(library, order)).child(element("span").text(name)).child(
                element("span").class("library-way").attr("aria-hidden", "true").text_with(move || {
                    match sorted(library, order) {
                        Some("ascending") => "\u{25b2}",
                        Some(_) => "\u{25bc}",
                        None => "",
                    }
                    .to_owned()
                }),
            ))
    });
    let places: Places = Derived::new(move || {
        shown.read().iter().enumerate().map(|(place, article)| (article.card.id.clone(), place)).collect()
    });
    let all_chosen = move || {
        let (chosen, shown) = (library.chosen.read(), shown.read());
        !shown.is_empty() && shown.iter().all(|article| chosen.contains(&article.card.id))
    };
    let choose_all = element("input")
        .attr("type", "checkbox")
        .attr("aria-label", "Choose all that are shown")
        .field_with("checked", move || all_chosen().to_string())
        .on("change", move |event| {
            let ids = shown.read_untracked().iter().map(|article| article.card.id.clone()).collect();
            library.choose(ids, dom::is_checked(&event));
        });
    let head = element("tr")
        .attr("role", "row")
        .child(element("th").attr("scope", "col").attr("role", "columnheader").child(choose_all))
        .children(heads.collect())
        .child(
            element("th")
                .attr("scope", "col")
                .attr("role", "columnheader")
                .child(element("span").class("visually-hidden").text("Remove")),
        );
    let keys = move || shown.read().iter().take(*library.limit.read()).map(|article| article.card.id.clone()).collect();
    let rest = move || shown.read().len().saturating_sub(*library.limit.read());
    let more = move || {
        button("quiet link", move || library.limit.update(|limit| *limit += ROWS))
            .text_with(move || format!("Show {} more", rest().min(ROWS)))
    };
    let table = element("table")
        .class("library-table numbers")
        .attr("role", "table")
        .child(element("caption").class("visually-hidden").text("The articles in this browser"))
        .child(element("thead").attr("role", "rowgroup").child(head))
        .child(element("tbody").attr("role", "rowgroup").each(keys, move |id| row(library, shown, places, id)));
    element("div")
        .class("library-frame")
        .flag("hidden", move || shown.read().is_empty())
        .child(table)
        .when(move || rest() > 0, more)
}

/// Where the articles that are shown stand among them, by identifier.
type Places = Derived<BTreeMap<String, usize>>;

fn row(library: Library, shown: Derived<Vec<Shelved>>, places: Places, id: &str) -> Build {
    let id: Arc<str> = id.into();
    // One look for the article for the whole row, at each letter of the search.
    let article = {
        let id = id.clone();
        Derived::new(move || places.read().get(&*id).and_then(|place| shown.read().get(*place).cloned()))
    };
    let read = move |part: fn(&Shelved) -> String| article.read().as_ref().as_ref().map(part).unwrap_or_default();
    let named = |before: &'static str| move || Some([before, &read(|article| article.card.title.clone())].concat());
    let cell = |name: &'static str, part: fn(&Shelved) -> String| {
        element("td").attr("role", "cell").attr("data-name", name).text_with(move || read(part))
    };
    let is_done = move || read(|article| (article.card.status == Status::Done).to_string());
    let (chosen, choosing, opened, changed, removed) = (id.clone(), id.clone(), id.clone(), id.clone(), id.clone());
    let is_open = move || library.annex.project().is_some_and(|project| *project.document.id == *id);
    let is_current = is_open.clone();
    let choose = element("input")
        .attr("type", "checkbox")
        .attr_with("aria-label", named("Choose "))
        .field_with("checked", move || library.chosen.read().contains(&*chosen).to_string())
        .on("change", move |event| library.choose(vec![choosing.to_string()], dom::is_checked(&event)));
    let open = button("quiet library-open", move || library.visit(&opened))
        .attr("dir", "auto")
        .attr_with("aria-current", move || is_current().then(|| "true".to_owned()))
        .text_with(move || read(|article| article.card.title.clone()));
    let done = element("label")
        .class("library-done")
        .child(
            element("input")
                .attr("type", "checkbox")
                .attr_with("aria-label", named("Done: "))
                .field_with("checked", is_done)
                .on("change", move |event| {
                    let status = if dom::is_checked(&event) { Status::Done } else { Status::Open };
                    if !library.set_status(&changed, status) {
                        dom::set_checked(&event, status == Status::Open);
                    }
                }),
        )
        .child(element("span").text_with(move || read(|article| Progress::of(&article.card).name().to_owned())));
    element("tr")
        .attr("role", "row")
        .flag(".open", is_open)
        .child(element("td").attr("role", "cell").class("library-choose").child(choose))
        .child(element("th").attr("role", "rowheader").attr("scope", "row").child(open))
        .child(element("td").attr("role", "cell").attr("data-name", "Work").child(done))
        .child(cell("Annotations", |article| article.card.annotations.to_string()))
        .child(cell("Changed", |article| moment(&article.card.modified, "not saved")))
        .child(cell("Downloaded", |article| moment(&article.card.downloaded, "never")))
        .child(cell("Storage", |article| share(article.size)))
        .child(
            element("td").attr("role", "cell").class("library-remove").child(
                button("quiet danger", move || library.remove(&[removed.to_string()]))
                    .attr("title", "Remove")
                    .attr_with("aria-label", named("Remove "))
                    .child(icon(Icon::DELETE)),
            ),
        )
}

fn moment(moment: &str, none: &str) -> String {
    if moment.is_empty() { none.to_owned() } else { clock::short(moment) }
}
