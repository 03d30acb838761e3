//! The page as a whole: title, theme, what covers it.

use super::{document, window};

/// Sets the page's title, as the tab shows it.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Sets the theme: `light`, `dark`, or the system's when `None`.
pub fn set_theme(theme: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    match theme {
        Some(theme) => root.set_attribute("data-theme", theme).ok(),
        None => root.remove_attribute("data-theme").ok(),
    };
}

/// Whether the page is as narrow as a phone: the width at which the style sheets fold the margin.
#[must_use]
pub fn is_narrow() -> bool {
    window().match_media("(max-width: 48rem)").ok().flatten().is_some_and(|list| list.matches())
}

/// Whether a dialog is open that makes the page wait.
#[must_use]
pub fn is_covered() -> bool {
    document().query_selector(":modal").ok().flatten().is_some()
}

/// Whether the page is hidden: another tab is in front, or it is being closed.
#[must_use]
pub fn is_hidden() -> bool {
    document().hidden()
}

/// How much of the window is covered at its upper and lower edge, in CSS pixels: by the bars, and on a narrow page by the
/// docked labels, the inspector and a screen of the annex.
#[must_use]
pub fn covered() -> (f64, f64) {
    let area = |selector: &str| {
        let bar = document().query_selector(selector).ok().flatten();
        bar.map(|bar| bar.get_bounding_client_rect())
    };
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let below: &[&str] = if is_narrow() {
        &["[data-bar=bottom]", ".pens", ".inspector", ".beside[open]"]
    } else {
        &["[data-bar=bottom]"]
    };
    let lowest = below.iter().filter_map(|bar| area(bar)).fold(height, |lowest, area| lowest.min(area.top()));
    let upper = area("[data-bar=hits]").or_else(|| area("[data-bar=top]"));
    // In a low window the bar goes with the page, and may be out of it.
    (upper.map_or(0.0, |area| area.bottom().max(0.0)), height - lowest)
}

/// Scrolls to the start of the page.
pub fn scroll_to_start() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Asks before the tab is closed: only while something is not saved.
pub fn confirm_leaving(event: &web_sys::Event) {
    event.prevent_default();
}

/// The address of the annex's script, as the page names it.
#[must_use]
pub fn annex_address() -> Option<String> {
    let named = document().query_selector("meta[name=annex]").ok()??.get_attribute("content")?;
    web_sys::Url::new_with_base(&named, &document().base_uri().ok()??).ok().map(|address| address.href())
}

/// Adds a style sheet to the page's, through the CSSOM, which the page's policy allows.
pub fn add_style(rules: &str) {
    let Ok(sheet) = web_sys::CssStyleSheet::new() else { return };
    sheet.replace_sync(rules).ok();
    if let Ok(sheets) = js_sys::Reflect::get(&document(), &"adoptedStyleSheets".into()) {
        let sheets = js_sys::Array::from(&sheets);
        sheets.push(&sheet);
        js_sys::Reflect::set(&document(), &"adoptedStyleSheets".into(), &sheets).ok();
    }
}
