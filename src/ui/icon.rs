//! Line icons, drawn for Attest on a grid of 24.

use leptos::prelude::*;

/// An icon. It says nothing to screen readers: its button has a name.
#[component]
pub(super) fn Icon(
    /// Which one.
    name: &'static str,
) -> impl IntoView {
    let path = match name {
        "undo" => "M8 5 3.5 9.5 8 14M4 9.5h10a6 6 0 0 1 0 12h-3",
        "redo" => "M16 5l4.500 4.500L16 14M20 9.500H10a6 6 0 0 0 0 12h3",
        "download" => "M12 3.500v11M7.500 10.500l4.500 4.500 4.500-4.500M4.500 20h15",
        "articles" => "M5 4h14v16H5zM8.500 8.500h7M8.500 12h7M8.500 15.500h4",
        "theme" => "M12 3.500a8.500 8.500 0 1 0 0 17zM12 3.500a8.500 8.500 0 0 1 0 17",
        "help" => {
            "M9 9a3 3 0 1 1 4.600 2.600c-1 .7-1.600 1.300-1.600 2.600M12 17.800v.2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18"
        }
        "delete" => {
            "M4.500 6.500h15M9.500 6.500v-2.500h5v2.500M6.500 6.500l1 13.500h9l1-13.500M10 10.500v6M14 10.500v6"
        }
        "close" => "M6 6l12 12M18 6 6 18",
        "open" => "M12 15.500v-11M7.500 8.500 12 4l4.500 4.500M4.500 20h15",
        _ => "M5 12h14",
    };
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=path />
        </svg>
    }
}
