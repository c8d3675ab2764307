//! The codes by which programs tell refusals apart, and by which the app says them in its reader's language.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

/// Every code. One that is not listed works all the same, but is described nowhere and always said in English.
const CODES: &[&str] = &[
    "already_answered",
    "already_leaving",
    "already_member",
    "already_started",
    "body_too_large",
    "conversation_busy",
    "credit_exhausted",
    "cross_site",
    "email_taken",
    "email_unverified",
    "forbidden",
    "group_forming",
    "history_sealed",
    "history_would_be_sealed",
    "internal",
    "invalid_credentials",
    "invitation_expired",
    "invitation_needed",
    "invitation_revoked",
    "invitation_used",
    "last_operator",
    "leaving",
    "link_over",
    "mail_unavailable",
    "malformed_json",
    "malformed_request",
    "method_not_allowed",
    "model_not_in_plan",
    "model_unknown",
    "more_than_owed",
    "no_period",
    "not_asked",
    "not_found",
    "own_cap_reached",
    "owner_must_hand_over",
    "passkey_known",
    "passkey_refused",
    "passkeys_unavailable",
    "password_changed",
    "payload_conflict",
    "payment_method_unavailable",
    "payment_not_claimable",
    "payment_settled",
    "plan_unavailable",
    "proposal_open",
    "proposal_over",
    "request_in_progress",
    "seat_taken",
    "second_factor_enabled",
    "second_factor_not_begun",
    "second_factor_not_enabled",
    "second_factor_required",
    "second_factor_wrong",
    "share_not_coverable",
    "share_past_due",
    "shutting_down",
    "sign_up_closed",
    "split_empty",
    "split_incomplete",
    "split_negative",
    "split_over",
    "split_stranger",
    "split_too_large",
    "split_under",
    "token_expired",
    "too_many_api_keys",
    "too_many_attempts",
    "too_many_invitations",
    "unauthenticated",
    "unsupported_media_type",
    "validation_failed",
    "vault_locked",
    "wrong_host",
    "wrong_password",
    "wrong_recovery_code",
];

/// A refusal's code, in the API's description.
pub struct ProblemCode;

impl PartialSchema for ProblemCode {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .description(Some("Stable, for programs. Later versions may have more of them."))
            .enum_values(Some(CODES.iter().copied()))
            .into()
    }
}

impl ToSchema for ProblemCode {
    fn name() -> Cow<'static, str> {
        "ProblemCode".into()
    }
}
