//! What a developer reads when Attest fails in a way it did not foresee. What a person sees then is `boot.js`'s to show.

/// Writes a panic's words to the console, in a debug build; a release build has none.
pub fn tell() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}
