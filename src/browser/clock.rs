//! The time, and identifiers that nobody has used.

use crate::domain::project::Timestamp;

/// Now, as RFC 3339 in UTC with seconds.
#[must_use]
pub fn now() -> Timestamp {
    let iso: String = js_sys::Date::new_0().to_iso_string().into();
    // "2026-11-22T17:00:00.123Z": the file has no use for milliseconds.
    let seconds = iso.split('.').next().unwrap_or(&iso);
    Timestamp::new(&[seconds.trim_end_matches('Z'), "Z"].concat())
}

/// Whole minutes since a moment as RFC 3339; 0 when it lies ahead.
#[must_use]
pub fn minutes_since(moment: &str) -> u32 {
    ((js_sys::Date::now() - js_sys::Date::parse(moment)) / 60_000.0) as u32
}

/// RFC 3339 of a moment that lies some minutes back.
#[must_use]
pub fn minutes_ago(minutes: f64) -> String {
    let then = js_sys::Date::new(&(js_sys::Date::now() - minutes * 60_000.0).into());
    then.to_iso_string().into()
}

/// A moment in the words of the person's own language and time zone.
#[must_use]
pub fn local(moment: &str) -> String {
    let date = js_sys::Date::new(&moment.into());
    if date.get_time().is_nan() {
        return moment.to_owned();
    }
    date.to_locale_string("default", &wasm_bindgen::JsValue::UNDEFINED).into()
}

/// The same in short: the day, and hours and minutes.
#[must_use]
pub fn short(moment: &str) -> String {
    let date = js_sys::Date::new(&moment.into());
    if date.get_time().is_nan() {
        return moment.to_owned();
    }
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        js_sys::Reflect::set(&options, &name.into(), &value.into()).ok();
    }
    date.to_locale_string("default", &options).into()
}

/// An identifier with 50 random bits: ten letters and digits, after the prefix and a hyphen where there is a prefix.
#[must_use]
pub fn fresh_id(prefix: &str) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letter = |_| char::from(LETTERS[(js_sys::Math::random() * 32.0) as usize % 32]);
    let letters: String = (0..10).map(letter).collect();
    if prefix.is_empty() { letters } else { [prefix, "-", &letters].concat() }
}
