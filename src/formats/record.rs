//! A JSON object with known fields that keeps the fields it does not know.
//!
//! What `#[serde(flatten)]` does, without its buffering: reading ten thousand annotations takes half the time, and the wasm
//! file is smaller.

/// Declares a struct that reads a JSON object in any order of fields (all optional: an absent field is its default,
/// a `null` too) and writes it in the order of declaration, unknown fields last, leaving empty fields out. A field
/// marked `always` is written even when empty.
macro_rules! record {
    ($(#[$meta:meta])* $name:ident { $($(@$always:tt)? $field:ident $(= $key:literal)? : $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default)]
        pub(crate) struct $name {
            $(pub(crate) $field: $type,)*
            pub(crate) unknown: $crate::domain::project::Unknown,
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields;
                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $name;
                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        formatter.write_str("an object")
                    }
                    fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<$name, M::Error> {
                        let mut record = $name::default();
                        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
                            match key.as_ref() {
                                $($crate::formats::record::key!($field $(= $key)?) => {
                                    record.$field = map.next_value::<Option<$type>>()?.unwrap_or_default();
                                })*
                                _ => {
                                    let value: Box<serde_json::value::RawValue> = map.next_value()?;
                                    record.unknown.0.push((key.into_owned(), value.get().to_owned()));
                                }
                            }
                        }
                        Ok(record)
                    }
                }
                deserializer.deserialize_map(Fields)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = serializer.serialize_map(None)?;
                $(
                    let always = false $(|| $crate::formats::record::flag!($always))?;
                    if always || self.$field != <$type>::default() {
                        map.serialize_entry($crate::formats::record::key!($field $(= $key)?), &self.$field)?;
                    }
                )*
                for (key, value) in &self.unknown.0 {
                    if let Ok(value) = serde_json::from_str::<&serde_json::value::RawValue>(value) {
                        map.serialize_entry(key, value)?;
                    }
                }
                map.end()
            }
        }
    };
}

macro_rules! key {
    ($field:ident = $key:literal) => {
        $key
    };
    ($field:ident) => {
        stringify!($field)
    };
}

macro_rules! flag {
    (always) => {
        true
    };
}

pub(crate) use {flag, key, record};
