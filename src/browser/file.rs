//! Files: read what a person chose or dropped, fetch the site's own article, hand out a download.

use super::{document, window};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, DataTransfer, File, FileList, HtmlAnchorElement, HtmlInputElement, Response, Url,
};

/// A file that a person chose.
#[derive(Debug)]
pub struct Chosen {
    file: File,
}

impl Chosen {
    /// The file as a value to be handed on within the page.
    #[must_use]
    pub fn into_value(self) -> JsValue {
        self.file.into()
    }

    /// A file that was handed on.
    #[must_use]
    pub fn of_value(value: JsValue) -> Option<Self> {
        Some(Self { file: value.dyn_into().ok()? })
    }

    /// Its name, without a folder.
    #[must_use]
    pub fn name(&self) -> String {
        self.file.name()
    }

    /// How many bytes it has.
    #[must_use]
    pub fn size(&self) -> f64 {
        self.file.size()
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When the browser cannot read it, for example because it is a folder or is gone.
    pub async fn bytes(&self) -> Result<Vec<u8>, ()> {
        let buffer = JsFuture::from(self.file.array_buffer()).await.map_err(drop)?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }
}

/// The identifier of the page's `<input type="file">`.
pub const INPUT: &str = "file-input";

/// The files chosen in the page's file input, if the event is that; the input is emptied, so that the same file can be
/// chosen again.
#[must_use]
pub fn chosen(event: &web_sys::Event) -> Vec<Chosen> {
    if input_of(event).is_some_and(|input| input.id() == INPUT) { chosen_in(event) } else { Vec::new() }
}

/// The files chosen in the file input that the event is of, which is emptied as well.
#[must_use]
pub fn chosen_in(event: &web_sys::Event) -> Vec<Chosen> {
    let Some(input) = input_of(event) else { return Vec::new() };
    let files = all(input.files());
    input.set_value("");
    files
}

fn input_of(event: &web_sys::Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}

/// The files in what was dropped or pasted.
#[must_use]
pub fn dropped(data: Option<&DataTransfer>) -> Vec<Chosen> {
    all(data.and_then(DataTransfer::files))
}

fn all(files: Option<FileList>) -> Vec<Chosen> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|index| files.item(index)).map(|file| Chosen { file }).collect()
}

/// Whether files are being dragged, and not a piece of a page.
#[must_use]
pub fn carries_files(data: Option<&DataTransfer>) -> bool {
    data.is_some_and(|data| data.types().iter().any(|kind| kind == "Files"))
}

/// The bytes of a file of this site, by its relative address; `None` when there is none.
pub async fn fetch(address: &str) -> Option<Vec<u8>> {
    let response: Response = JsFuture::from(window().fetch_with_str(address)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Hands a text to the person as a file. Returns whether the browser took it.
pub fn download(name: &str, contents: &str) -> bool {
    offer(name, &contents.into(), "application/json;charset=utf-8").is_some()
}

/// Hands bytes of a media type to the person as a file. Returns whether the browser took it.
pub fn download_bytes(name: &str, contents: &[u8], media_type: &str) -> bool {
    offer(name, &Uint8Array::from(contents), media_type).is_some()
}

fn offer(name: &str, contents: &JsValue, media_type: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(contents), &options).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser has begun to read it by then; keeping it longer would keep the memory.
    gloo::timers::callback::Timeout::new(30_000, move || {
        Url::revoke_object_url(&address).ok();
    })
    .forget();
    Some(())
}
