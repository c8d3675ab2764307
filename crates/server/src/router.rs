//! Every route, on one page.

mod docs;
mod health;

use std::net::SocketAddr;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use axum::{Router, middleware};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, DefaultPredicate};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::{idempotency, origin, wrapping};
use crate::{accounts, admin, assets, billing, chat, gateway, groups, inbox, live, usage};

/// The largest body that is read: a long question with room to spare.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// Answers below this fit into one packet anyhow, and are not compressed.
const COMPRESSED_BYTES_MIN: u64 = 1024;

/// The API's routes and their description.
#[expect(clippy::too_many_lines, reason = "every route, on one page")]
fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(docs::describe())
        // Server and account
        .routes(routes!(accounts::get_server))
        .routes(routes!(accounts::sign_up))
        .routes(routes!(accounts::sign_in))
        .routes(routes!(accounts::refresh))
        .routes(routes!(accounts::sign_out))
        .routes(routes!(accounts::change_password))
        .routes(routes!(accounts::request_password_reset))
        .routes(routes!(accounts::preview_password_reset))
        .routes(routes!(accounts::confirm_password_reset))
        .routes(routes!(accounts::renew_recovery_code))
        .routes(routes!(accounts::get_content_key, accounts::replace_content_key))
        .routes(routes!(accounts::verify_email))
        .routes(routes!(accounts::mail_verification))
        .routes(routes!(accounts::list_sealed_history))
        .routes(routes!(accounts::unlock_history))
        .routes(routes!(accounts::get_me, accounts::update_me))
        .routes(routes!(accounts::list_activity))
        .routes(routes!(accounts::list_sessions))
        .routes(routes!(accounts::end_session))
        .routes(routes!(accounts::end_other_sessions))
        .routes(routes!(accounts::get_second_factor, accounts::begin_second_factor))
        .routes(routes!(accounts::confirm_second_factor))
        .routes(routes!(accounts::disable_second_factor))
        .routes(routes!(accounts::renew_backup_codes))
        .routes(routes!(accounts::list_passkeys, accounts::add_passkey))
        .routes(routes!(accounts::begin_passkey))
        .routes(routes!(accounts::rename_passkey))
        .routes(routes!(accounts::remove_passkey))
        .routes(routes!(accounts::begin_passkey_sign_in))
        .routes(routes!(accounts::sign_in_with_passkey))
        .routes(routes!(accounts::unlock_with_passkey))
        .routes(routes!(accounts::begin_issuer_sign_in))
        .routes(routes!(accounts::finish_issuer_sign_in))
        .routes(routes!(accounts::unlock_with_issuer))
        .routes(routes!(accounts::sign_up_with_issuer))
        .routes(routes!(accounts::get_issuer_link))
        .routes(routes!(accounts::begin_issuer_link))
        .routes(routes!(accounts::remove_issuer_link))
        .routes(routes!(accounts::list_security_notices))
        .routes(routes!(accounts::dismiss_security_notice))
        .routes(routes!(accounts::export_account))
        .routes(routes!(accounts::close_account))
        // What the member is told
        .routes(routes!(inbox::list_notices))
        .routes(routes!(inbox::read_notice))
        .routes(routes!(inbox::read_notices))
        .routes(routes!(inbox::get_mail_choices, inbox::choose_mails))
        .routes(routes!(inbox::get_push, inbox::choose_push, inbox::stop_push))
        // Plans, groups
        .routes(routes!(groups::list_plans))
        .routes(routes!(groups::create_group, groups::list_groups))
        .routes(routes!(groups::get_group, groups::rename_group, groups::delete_group))
        .routes(routes!(groups::start_group))
        .routes(routes!(groups::leave_group))
        .routes(routes!(groups::stay_in_group))
        .routes(routes!(groups::remove_member))
        .routes(routes!(groups::hand_over_group))
        .routes(routes!(groups::change_plan))
        .routes(routes!(groups::cancel_group))
        .routes(routes!(groups::resume_group))
        .routes(routes!(groups::change_split))
        .routes(routes!(groups::list_splits))
        .routes(routes!(groups::approve_split))
        .routes(routes!(groups::decline_split))
        .routes(routes!(groups::withdraw_split))
        .routes(routes!(groups::list_group_activity))
        // Invitations
        .routes(routes!(groups::create_invitation, groups::list_invitations))
        .routes(routes!(groups::revoke_invitation))
        .routes(routes!(groups::preview_invitation))
        .routes(routes!(groups::accept_invitation))
        .routes(routes!(groups::decline_invitation))
        // Billing
        .routes(routes!(billing::list_invoices))
        .routes(routes!(billing::claim_payment))
        .routes(routes!(billing::cover_share))
        .routes(routes!(billing::get_settle_up, billing::record_payback))
        .routes(routes!(billing::get_standing_cover, billing::set_standing_cover))
        .routes(routes!(billing::get_top_up, billing::order_top_up, billing::cancel_top_up))
        .routes(routes!(billing::list_payments))
        .routes(routes!(billing::confirm_payment))
        .routes(routes!(billing::reject_payment))
        .routes(routes!(billing::print_invoice))
        .routes(routes!(billing::print_receipt))
        .routes(routes!(billing::refund_payment))
        .routes(routes!(billing::authenticate_payment))
        .routes(routes!(billing::refresh_payment))
        .routes(routes!(billing::get_card, billing::begin_card, billing::remove_card))
        .routes(routes!(billing::finish_card))
        .routes(routes!(billing::stripe_webhook))
        // Operator
        .routes(routes!(admin::list_users))
        .routes(routes!(admin::list_all_groups))
        .routes(routes!(admin::list_sandboxes))
        .routes(routes!(admin::move_clock))
        .routes(routes!(admin::list_balances, admin::pay_out))
        .routes(routes!(admin::get_margin))
        .routes(routes!(admin::list_jobs))
        .routes(routes!(admin::retry_job))
        .routes(routes!(admin::list_operator_actions))
        // Models and chat
        .routes(routes!(chat::list_models))
        .routes(routes!(chat::list_conversations, chat::create_conversation))
        .routes(routes!(chat::get_conversation, chat::update_conversation, chat::delete_conversation))
        .routes(routes!(chat::list_messages))
        .routes(routes!(chat::delete_message))
        .routes(routes!(chat::import_conversation))
        .routes(routes!(chat::list_folders, chat::create_folder))
        .routes(routes!(chat::rename_folder, chat::delete_folder))
        .routes(routes!(chat::list_prompts, chat::create_prompt))
        .routes(routes!(chat::update_prompt, chat::delete_prompt))
        .routes(routes!(chat::list_snapshots))
        .routes(routes!(chat::create_snapshot))
        .routes(routes!(chat::revoke_snapshot))
        .routes(routes!(chat::get_shared))
        .routes(routes!(chat::upload_attachment))
        .routes(routes!(chat::get_attachment, chat::remove_attachment))
        .routes(routes!(chat::get_instructions, chat::set_instructions))
        .routes(routes!(chat::get_draft, chat::save_draft))
        .routes(routes!(chat::search, chat::search_unlogged))
        .routes(routes!(chat::start_turn))
        .routes(routes!(chat::get_turn))
        .routes(routes!(chat::turn_events))
        .routes(routes!(chat::stop_turn))
        .routes(routes!(live::live_events))
        .routes(routes!(usage::group_usage))
        .routes(routes!(usage::group_usage_csv))
        .routes(routes!(usage::group_usage_summary))
        .routes(routes!(usage::get_caps, usage::set_caps))
        .routes(routes!(usage::get_lending, usage::set_lending))
        // Personal API keys
        .routes(routes!(gateway::list_api_keys, gateway::create_api_key))
        .routes(routes!(gateway::revoke_api_key))
}

/// The vendors' own wire formats, for members' programs with an API key. Their documentation is the vendors'.
fn formats() -> Router<App> {
    Router::new()
        .route("/v1/chat/completions", post(gateway::create_chat_completion))
        .route("/v1/responses", post(gateway::create_response))
        .route("/v1/embeddings", post(gateway::create_embedding))
        .route("/v1/messages", post(gateway::create_message))
        .route("/v1/messages/count_tokens", post(gateway::count_tokens))
        .route("/v1/models", get(gateway::list_gateway_models))
        .route("/v1/models/{id}", get(gateway::get_gateway_model))
}

/// The OpenAPI document, as committed in `openapi.json`.
#[must_use]
pub fn openapi() -> OpenApi {
    let (_, document) = OpenApiRouter::new().nest("/api/v1", api()).split_for_parts();
    docs::finish(document)
}

/// Answers requests until `stop` resolves and the last of them is done.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    // A piece of an answer goes out when it comes. Otherwise it waits for the browser's receipt of the piece before, which
    // browsers delay by tens of milliseconds.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection may be slow");
        }
    });
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}

/// The whole server.
pub fn router(app: App) -> Router {
    let (api, _) = api().split_for_parts();
    let api = api.layer(middleware::from_fn_with_state(app.clone(), idempotency::keep_answers));
    Router::new()
        .nest("/api/v1", api)
        .merge(formats())
        .merge(docs::routes(openapi()))
        .merge(health::routes())
        .fallback(assets::serve)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CatchPanicLayer::custom(wrapping::panicked))
        .layer(middleware::from_fn_with_state(app.clone(), origin::refuse_foreign))
        .layer(middleware::from_fn(wrapping::complete_problems))
        .layer(middleware::from_fn_with_state(app.clone(), wrapping::guard_browser))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(SizeAbove::new(COMPRESSED_BYTES_MIN))))
        .with_state(app)
}
