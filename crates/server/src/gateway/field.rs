//! One field of a body, for whoever has to understand it.

use providers::Fields;
use serde::Deserialize;

use super::refused::{Refused, Why};

/// A field of a known form; `None`: it is not there.
pub(super) fn field<'a, T: Deserialize<'a>>(fields: &'a Fields, name: &str) -> Result<Option<T>, Refused> {
    fields.get(name).map_err(|_| Refused::new(Why::Invalid, format!("`{name}` has the wrong form.")).about(name))
}
