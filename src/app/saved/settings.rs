//! What a person has set, for every article.

use super::{Saved, Store, Unsaved};
use crate::domain::project::Unknown;
use crate::formats::json::{Fields, Json, Writer};

/// What a person has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `light`, `dark`, or empty for the system's.
    pub theme: String,
    /// Whether keys without Ctrl or Alt act (WCAG 2.1.4).
    pub single_keys: bool,
    /// The article that this site last brought along, so that a new one is noticed.
    pub bundled: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: String::new(), single_keys: true, bundled: String::new() }
    }
}

impl<S: Store> Saved<S> {
    /// What was set; what cannot be read is as if nothing had been.
    pub fn settings(&self) -> Settings {
        let source = self.store.get("attest/settings").unwrap_or_default();
        let Ok(mut fields) = Json::check(&source).and_then(Fields::of) else { return Settings::default() };
        let settings = Settings {
            theme: fields.string("theme"),
            single_keys: fields.take("single_keys").is_none_or(|value| value.written() != "false"),
            bundled: fields.string("bundled"),
        };
        fields.rest().map(|_| settings).unwrap_or_default()
    }

    /// Keeps what was set.
    ///
    /// # Errors
    /// [`Unsaved`], when that is refused.
    pub fn set_settings(&self, settings: &Settings) -> Result<(), Unsaved> {
        let mut out = Writer::default();
        out.raw("{\"single_keys\":");
        out.raw(if settings.single_keys { "true" } else { "false" });
        out.optional("theme", &settings.theme);
        out.optional("bundled", &settings.bundled);
        out.end(&Unknown::default());
        self.store.set("attest/settings", &out.finish())
    }
}
