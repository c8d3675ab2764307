//! Webhooks: only what they are about. What they say of it is not believed: it is fetched.

use serde::Deserialize;

use crate::gateway::{ChargeRef, DisputeRef, GatewayError, RefundRef, SessionRef};

/// A webhook whose signature was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The vendor's name for it; a webhook that comes twice has the same.
    pub id: String,
    /// What it is about; nothing that we keep.
    pub subject: Option<Subject>,
}

/// What has to be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A charge.
    Charge(ChargeRef),
    /// A visit to the page where cards are saved.
    Setup(SessionRef),
    /// A refund.
    Refund(RefundRef),
    /// A dispute.
    Dispute(DisputeRef),
}

/// The kinds of subjects, with the word for storage.
const KINDS: [&str; 4] = ["charge", "setup", "refund", "dispute"];

impl Subject {
    /// The word for its kind, and the vendor's name for it.
    #[must_use]
    pub fn stored(&self) -> (&'static str, &str) {
        match self {
            Self::Charge(reference) => (KINDS[0], reference.as_str()),
            Self::Setup(reference) => (KINDS[1], reference.as_str()),
            Self::Refund(reference) => (KINDS[2], reference.as_str()),
            Self::Dispute(reference) => (KINDS[3], reference.as_str()),
        }
    }

    /// As it was stored.
    #[must_use]
    pub fn from_stored(kind: &str, reference: String) -> Option<Self> {
        let at = KINDS.iter().position(|known| *known == kind)?;
        Some(match at {
            0 => Self::Charge(ChargeRef(reference)),
            1 => Self::Setup(SessionRef(reference)),
            2 => Self::Refund(RefundRef(reference)),
            _ => Self::Dispute(DisputeRef(reference)),
        })
    }
}

#[derive(Deserialize)]
struct EventWire {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: DataWire,
}

#[derive(Deserialize)]
struct DataWire {
    object: ObjectWire,
}

#[derive(Deserialize)]
struct ObjectWire {
    id: Option<String>,
    object: Option<String>,
    payment_intent: Option<serde_json::Value>,
}

impl Event {
    /// Reads a body.
    pub fn read(body: &[u8]) -> Result<Self, GatewayError> {
        let wire: EventWire = serde_json::from_slice(body).map_err(|_| GatewayError::Unreadable("a webhook"))?;
        let (kind, object) = (wire.kind.as_str(), wire.data.object);
        let id = object.id;
        let subject = match (kind.split('.').next(), object.object.as_deref()) {
            (Some("payment_intent"), _) => id.map(|id| Subject::Charge(ChargeRef(id))),
            (Some("checkout"), Some("checkout.session")) => id.map(|id| Subject::Setup(SessionRef(id))),
            (Some("refund"), _) | (_, Some("refund")) => id.map(|id| Subject::Refund(RefundRef(id))),
            (_, Some("dispute")) => id.map(|id| Subject::Dispute(DisputeRef(id))),
            // A charge's own events are about the intent that made it.
            (Some("charge"), _) => {
                object.payment_intent.and_then(|name| Some(Subject::Charge(ChargeRef(name.as_str()?.to_owned()))))
            }
            _ => None,
        };
        Ok(Self { id: wire.id, subject })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(kind: &str, object: &str) -> Option<Subject> {
        let body = format!(r#"{{"id": "evt_1", "type": "{kind}", "data": {{"object": {object}}}}}"#);
        let event = Event::read(body.as_bytes()).unwrap();
        assert_eq!(event.id, "evt_1");
        event.subject
    }

    #[test]
    fn events_are_about_what_has_to_be_fetched() {
        let charge = Some(Subject::Charge(ChargeRef("pi_1".to_owned())));
        assert_eq!(subject("payment_intent.succeeded", r#"{"id": "pi_1", "object": "payment_intent"}"#), charge);
        assert_eq!(
            subject("charge.updated", r#"{"id": "ch_1", "object": "charge", "payment_intent": "pi_1"}"#),
            charge
        );
        assert_eq!(
            subject("checkout.session.completed", r#"{"id": "cs_1", "object": "checkout.session"}"#),
            Some(Subject::Setup(SessionRef("cs_1".to_owned())))
        );
        for kind in ["refund.updated", "charge.refund.updated"] {
            assert_eq!(
                subject(kind, r#"{"id": "re_1", "object": "refund", "payment_intent": "pi_1"}"#),
                Some(Subject::Refund(RefundRef("re_1".to_owned())))
            );
        }
        assert_eq!(
            subject("charge.dispute.closed", r#"{"id": "dp_1", "object": "dispute", "payment_intent": "pi_1"}"#),
            Some(Subject::Dispute(DisputeRef("dp_1".to_owned())))
        );
        assert_eq!(subject("customer.created", r#"{"id": "cus_1", "object": "customer"}"#), None);
        assert!(Event::read(b"{}").is_err());
    }

    #[test]
    fn subjects_are_stored_by_kind_and_name() {
        for subject in [
            Subject::Charge(ChargeRef("a".to_owned())),
            Subject::Setup(SessionRef("b".to_owned())),
            Subject::Refund(RefundRef("c".to_owned())),
            Subject::Dispute(DisputeRef("d".to_owned())),
        ] {
            let (kind, name) = subject.stored();
            assert_eq!(Subject::from_stored(kind, name.to_owned()), Some(subject));
        }
        assert_eq!(Subject::from_stored("plan", "x".to_owned()), None);
    }
}
