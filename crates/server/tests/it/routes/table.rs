//! Who may call what. One line for each operation of the OpenAPI document.

/// For whom an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Signed in or not.
    Anybody,
    /// Whoever has a refresh cookie.
    Cookie,
    /// Everybody who signed in, about themselves.
    SignedIn,
    /// Who signed in and has an invitation's link.
    Link,
    /// A member of the group that the query or the body names.
    Named,
    /// A member of the group in the path.
    Member,
    /// The owner of the group in the path.
    Owner,
    /// Whose thing it is that the path names.
    Own,
    /// Who runs the server.
    Operator,
}

/// Every operation.
pub const ROUTES: &[(&str, Access)] = &[
    ("accept_invitation", Access::Link),
    ("add_passkey", Access::SignedIn),
    ("approve_split", Access::Member),
    ("begin_passkey", Access::SignedIn),
    ("begin_passkey_sign_in", Access::Anybody),
    ("begin_second_factor", Access::SignedIn),
    ("change_password", Access::SignedIn),
    ("change_split", Access::Member),
    ("claim_payment", Access::Own),
    ("close_account", Access::SignedIn),
    ("confirm_password_reset", Access::Anybody),
    ("confirm_payment", Access::Operator),
    ("confirm_second_factor", Access::SignedIn),
    ("create_api_key", Access::Named),
    ("create_conversation", Access::Named),
    ("create_group", Access::SignedIn),
    ("create_invitation", Access::Member),
    ("decline_invitation", Access::Anybody),
    ("decline_split", Access::Member),
    ("delete_conversation", Access::Own),
    ("disable_second_factor", Access::SignedIn),
    ("dismiss_security_notice", Access::Own),
    ("end_other_sessions", Access::SignedIn),
    ("end_session", Access::Own),
    ("export_account", Access::SignedIn),
    ("get_caps", Access::Member),
    ("get_conversation", Access::Own),
    ("get_draft", Access::Own),
    ("get_group", Access::Member),
    ("get_instructions", Access::Own),
    ("get_lending", Access::Member),
    ("get_me", Access::SignedIn),
    ("get_second_factor", Access::SignedIn),
    ("get_server", Access::Anybody),
    ("get_turn", Access::Own),
    ("group_usage", Access::Member),
    ("group_usage_csv", Access::Member),
    ("group_usage_summary", Access::Member),
    ("hand_over_group", Access::Owner),
    ("leave_group", Access::Member),
    ("list_activity", Access::SignedIn),
    ("list_api_keys", Access::SignedIn),
    ("list_conversations", Access::Named),
    ("list_groups", Access::SignedIn),
    ("list_invitations", Access::Member),
    ("list_invoices", Access::Member),
    ("list_messages", Access::Own),
    ("list_models", Access::Named),
    ("list_passkeys", Access::SignedIn),
    ("list_payments", Access::SignedIn),
    ("list_plans", Access::Anybody),
    ("list_sealed_history", Access::SignedIn),
    ("list_security_notices", Access::SignedIn),
    ("list_sessions", Access::SignedIn),
    ("list_splits", Access::Member),
    ("live_events", Access::SignedIn),
    ("mail_verification", Access::SignedIn),
    ("preview_invitation", Access::Anybody),
    ("preview_password_reset", Access::Anybody),
    ("refresh", Access::Cookie),
    ("reject_payment", Access::Operator),
    ("remove_member", Access::Owner),
    ("remove_passkey", Access::Own),
    ("rename_group", Access::Owner),
    ("rename_passkey", Access::Own),
    ("renew_backup_codes", Access::SignedIn),
    ("renew_recovery_code", Access::SignedIn),
    ("request_password_reset", Access::Anybody),
    ("revoke_api_key", Access::Own),
    ("revoke_invitation", Access::Member),
    ("save_draft", Access::Own),
    ("search", Access::SignedIn),
    ("search_unlogged", Access::SignedIn),
    ("set_caps", Access::Member),
    ("set_instructions", Access::Own),
    ("set_lending", Access::Owner),
    ("sign_in", Access::Anybody),
    ("sign_in_with_passkey", Access::Anybody),
    ("sign_out", Access::Cookie),
    ("sign_up", Access::Anybody),
    ("start_group", Access::Owner),
    ("start_turn", Access::Own),
    ("stay_in_group", Access::Member),
    ("stop_turn", Access::Own),
    ("turn_events", Access::Own),
    ("unlock_history", Access::SignedIn),
    ("unlock_with_passkey", Access::Anybody),
    ("update_conversation", Access::Own),
    ("update_me", Access::SignedIn),
    ("verify_email", Access::Anybody),
    ("withdraw_split", Access::Member),
];

/// For whom the operation is; one that is not listed counts as its owner's, so that it fails until it is.
pub fn access(operation: &str) -> Access {
    ROUTES.iter().find(|(id, _)| *id == operation).map_or(Access::Own, |(_, access)| *access)
}
