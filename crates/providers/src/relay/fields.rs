//! A JSON object whose fields stay as they were written.

use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// The most fields that an object may have; the formats have some forty.
const FIELDS_MAX: usize = 256;

/// The fields of a request, in their order. None is there twice: two readers could take one request for two different ones.
#[derive(Default)]
pub struct Fields(Vec<(String, Box<RawValue>)>);

/// Why a text is no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body is not a JSON object whose fields each come once")]
pub struct FieldsError;

impl Fields {
    /// Reads a body.
    pub fn read(body: &[u8]) -> Result<Self, FieldsError> {
        serde_json::from_slice(body).map_err(|_| FieldsError)
    }

    /// A field as it was written; `null` counts as absent.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&RawValue> {
        let field = self.0.iter().find(|(other, _)| other == name);
        field.map(|(_, value)| value.as_ref()).filter(|value| value.get() != "null")
    }

    /// A field as a value. `Ok(None)`: it is absent; `Err`: it is something else.
    pub fn get<'a, T: Deserialize<'a>>(&'a self, name: &str) -> Result<Option<T>, FieldsError> {
        self.raw(name).map(|raw| serde_json::from_str(raw.get())).transpose().map_err(|_| FieldsError)
    }

    /// The names of all fields that are not `null`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, value)| value.get() != "null").map(|(name, _)| name.as_str())
    }

    /// Puts a value in a field's place, or at the end.
    pub fn set(&mut self, name: &str, value: &impl Serialize) -> Result<(), FieldsError> {
        let raw = to_raw_value(value).map_err(|_| FieldsError)?;
        match self.0.iter_mut().find(|(other, _)| other == name) {
            Some((_, value)) => *value = raw,
            None => self.0.push((name.to_owned(), raw)),
        }
        Ok(())
    }

    /// Takes a field away.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(other, _)| other != name);
    }
}

impl Clone for Fields {
    fn clone(&self) -> Self {
        Self(self.0.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
    }
}

// Written by hand, so that a request that ends up in a log shows its fields' names and not what somebody asked.
impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fields").field(&self.0.len()).finish()
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields: Vec<(String, Box<RawValue>)> = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
            if fields.len() >= FIELDS_MAX || fields.iter().any(|(other, _)| *other == name) {
                return Err(A::Error::custom("a field is there twice, or there are too many"));
            }
            fields.push((name, value));
        }
        Ok(Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_touched_stays_as_it_was_written() {
        let body = r#"{"model":"m","x":1.00000000000000000001,"y":{"b" : [1,2] ,"a":"\u0041"},"z":null}"#;
        let mut fields = Fields::read(body.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&fields).unwrap(), body);
        assert_eq!(fields.get::<String>("model"), Ok(Some("m".to_owned())));
        assert_eq!((fields.get::<u32>("z"), fields.get::<u32>("absent")), (Ok(None), Ok(None)));
        assert_eq!(fields.get::<u32>("model"), Err(FieldsError));
        assert_eq!(fields.names().collect::<Vec<_>>(), ["model", "x", "y"]);
        fields.set("model", &"n").unwrap();
        fields.set("stream", &true).unwrap();
        fields.remove("y");
        let changed = r#"{"model":"n","x":1.00000000000000000001,"z":null,"stream":true}"#;
        assert_eq!(serde_json::to_string(&fields).unwrap(), changed);
    }

    #[test]
    fn two_meanings_of_one_request_are_refused() {
        let many: serde_json::Map<_, _> = (0..300).map(|n| (format!("f{n}"), n.into())).collect();
        let many = serde_json::to_string(&many).unwrap();
        for body in [r#"{"max_tokens":1,"max_tokens":9}"#, r#"{"a":1,"\u0061":2}"#, "[1]", "1", "", "{", "{} x", &many]
        {
            assert!(Fields::read(body.as_bytes()).is_err(), "{}", body.get(..40).unwrap_or(body));
        }
    }
}
