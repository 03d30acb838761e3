//! What a person sees when Attest fails in a way it did not foresee.

use super::document;

/// Shows a message when the program stops. What was saved is safe: every change is saved when it is made.
pub fn show() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        if let Some(message) = document().get_element_by_id("boot-error") {
            message.set_text_content(Some(
                "Attest stopped because of an error. Your work was saved with every change: reload the page to go on.",
            ));
            message.remove_attribute("hidden").ok();
        }
    }));
}
