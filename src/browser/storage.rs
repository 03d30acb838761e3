//! The browser's local storage.

use super::window;
use crate::app::saved::{Store, Unsaved};
use js_sys::{JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Storage, StorageEvent, StorageEventInit};

/// The local storage of this site; refuses everything when the browser gives none.
#[derive(Debug)]
pub struct LocalStore {
    storage: Option<Storage>,
}

impl LocalStore {
    /// Opens it.
    #[must_use]
    pub fn open() -> Self {
        Self { storage: window().local_storage().ok().flatten() }
    }
}

impl Store for LocalStore {
    fn get(&self, key: &str) -> Option<String> {
        self.storage.as_ref()?.get_item(key).ok().flatten()
    }

    fn set(&self, key: &str, value: &str) -> Result<(), Unsaved> {
        let storage = self.storage.as_ref().ok_or(Unsaved::Refused)?;
        storage.set_item(key, value).map_err(|error| {
            let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
            if name.contains("Quota") || name.contains("QUOTA") { Unsaved::Full } else { Unsaved::Refused }
        })
    }

    fn remove(&self, key: &str) {
        if let Some(storage) = &self.storage {
            // Removing fails only where writing is refused as well, and that is told.
            storage.remove_item(key).ok();
        }
    }

    fn keys(&self) -> Vec<String> {
        let Some(storage) = &self.storage else { return Vec::new() };
        Object::keys(storage).iter().filter_map(|key| key.as_string()).collect()
    }

    fn length(&self, key: &str) -> usize {
        self.storage.as_ref().map_or(0, |storage| length_of_value(storage, &key.into()))
    }

    fn used(&self) -> usize {
        let Some(storage) = &self.storage else { return 0 };
        Object::keys(storage).iter().map(|key| length_of_value(storage, &key) + length(&key)).sum()
    }
}

/// Asked for in JavaScript, so that megabytes need not be copied to be measured.
fn length_of_value(storage: &Storage, key: &JsValue) -> usize {
    Reflect::get(storage, key).map_or(0, |value| length(&value))
}

fn length(value: &JsValue) -> usize {
    value.dyn_ref::<JsString>().map_or(0, |value| value.length() as usize)
}

/// Whether the browser keeps the storage when space is short. It may ask the person when `may_ask`.
pub async fn is_kept(may_ask: bool) -> bool {
    let manager = window().navigator().storage();
    let is_true = async |answer: Result<js_sys::Promise, JsValue>| match answer {
        Ok(answer) => JsFuture::from(answer).await.is_ok_and(|answer| answer.is_truthy()),
        Err(_) => false,
    };
    is_true(manager.persisted()).await || may_ask && is_true(manager.persist()).await
}

/// Tells this page of a key that was written by a part of it that counts as another tab, as browsers tell the other tabs.
pub fn announce(key: &str) {
    let init = StorageEventInit::new();
    init.set_key(Some(key));
    init.set_new_value(LocalStore::open().get(key).as_deref());
    if let Ok(event) = StorageEvent::new_with_event_init_dict("storage", &init) {
        window().dispatch_event(&event).ok();
    }
}
