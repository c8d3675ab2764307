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
    "attachment_in_use",
    "body_cut",
    "body_late",
    "body_too_large",
    "busy",
    "chat_too_long",
    "context_too_long",
    "conversation_busy",
    "credit_exhausted",
    "cross_site",
    "document_locked",
    "document_too_hard",
    "document_without_text",
    "email_taken",
    "email_unverified",
    "file_broken",
    "file_empty",
    "file_too_large",
    "file_type_unknown",
    "files_full",
    "forbidden",
    "group_forming",
    "group_over",
    "group_running",
    "history_sealed",
    "history_would_be_sealed",
    "internal",
    "invalid_credentials",
    "invitation_expired",
    "invitation_needed",
    "invitation_revoked",
    "invitation_used",
    "issuer_linked",
    "issuer_not_linked",
    "issuer_over",
    "issuer_refused",
    "issuer_required",
    "issuer_taken",
    "issuer_unavailable",
    "issuer_unreachable",
    "job_not_failed",
    "last_operator",
    "leap_out_of_range",
    "leap_too_far",
    "leaving",
    "link_over",
    "mail_unavailable",
    "malformed_json",
    "malformed_request",
    "method_not_allowed",
    "model_not_in_plan",
    "model_sees_no_pictures",
    "model_unknown",
    "more_than_balance",
    "more_than_owed",
    "no_period",
    "not_asked",
    "not_found",
    "open_invoices",
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
    "picture_too_large",
    "plan_unavailable",
    "proposal_open",
    "proposal_over",
    "request_in_progress",
    "rotation_running",
    "same_plan",
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
    "still_a_member",
    "token_expired",
    "too_few_seats",
    "too_many_api_keys",
    "too_many_attempts",
    "too_many_invitations",
    "too_many_links",
    "too_many_folders",
    "too_many_prompts",
    "top_up_ordered",
    "top_up_processing",
    "unauthenticated",
    "unsupported_media_type",
    "upload_cut",
    "validation_failed",
    "vault_locked",
    "wrong_host",
    "wrong_password",
    "wrong_recovery_code",
];

/// Every code of a single field.
const FIELD_CODES: &[&str] = &[
    "email_taken",
    "in_the_past",
    "invalid",
    "not_an_email",
    "not_one_line",
    "not_positive",
    "opens_nothing",
    "out_of_range",
    "required",
    "second_factor_wrong",
    "too_common",
    "too_long",
    "too_many",
    "too_many_bytes",
    "too_personal",
    "too_short",
    "unknown",
    "wrong_password",
    "wrong_recovery_code",
];

/// A refusal's code, in the API's description.
pub struct ProblemCode;

/// The code of a refused field, in the API's description.
pub struct FieldCode;

fn one_of(codes: &'static [&'static str]) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .description(Some("Stable, for programs. Later versions may have more of them."))
        .enum_values(Some(codes.iter().copied()))
        .into()
}

impl PartialSchema for ProblemCode {
    fn schema() -> RefOr<Schema> {
        one_of(CODES)
    }
}

impl PartialSchema for FieldCode {
    fn schema() -> RefOr<Schema> {
        one_of(FIELD_CODES)
    }
}

impl ToSchema for FieldCode {
    fn name() -> Cow<'static, str> {
        "FieldCode".into()
    }
}

impl ToSchema for ProblemCode {
    fn name() -> Cow<'static, str> {
        "ProblemCode".into()
    }
}
