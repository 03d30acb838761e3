//! What a person has set, for every article.

use super::{Saved, Store, Unsaved};
use serde::{Deserialize, Serialize};

/// What a person has set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
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
        self.store.get("attest/settings").and_then(|source| serde_json::from_str(&source).ok()).unwrap_or_default()
    }

    /// Keeps what was set.
    ///
    /// # Errors
    /// [`Unsaved`], when that is refused.
    pub fn set_settings(&self, settings: &Settings) -> Result<(), Unsaved> {
        let source = serde_json::to_string(settings).map_err(|_| Unsaved::Refused)?;
        self.store.set("attest/settings", &source)
    }
}
