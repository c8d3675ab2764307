//! An account in the making, however its owner came: its keys first, which takes a moment, then its rows, in one transaction.

use domain::activity::Action;
use domain::id::UserId;
use domain::language::Language;
use domain::operator_action::OperatorAction;
use store::users::{self, User, Wrap, WrapKind};
use store::{PgConnection, operator_actions};
use vault::{ContentKey, RecoveryCode};

use super::password::{self, Kept, Password};
use super::recovery_code::{self, NewRecoveryCode};
use super::session::{self, Issued};
pub(super) use super::verify_email::ask as ask_to_confirm;
use crate::app::App;
use crate::http::{Device, FieldError, Problem};
use crate::keys::random;

/// All that a new account begins with.
pub(super) struct NewAccount<'a> {
    id: UserId,
    address: &'a str,
    name: &'a str,
    content_key: ContentKey,
    kept: Kept,
    code: RecoveryCode,
    by_recovery_code: Wrap,
}

impl<'a> NewAccount<'a> {
    /// Makes its content key, and what wraps it.
    pub(super) async fn prepare(
        app: &App,
        address: &'a str,
        name: &'a str,
        password: Password,
    ) -> Result<Self, Problem> {
        let id = UserId::from_uuid(uuid::Uuid::now_v7());
        let (kept, content_key) = password::keep(app, id, password, ContentKey::from_random(random())).await?;
        let NewRecoveryCode { code, wrap: by_recovery_code } = recovery_code::make(id, &content_key);
        Ok(Self { id, address, name, content_key, kept, code, by_recovery_code })
    }

    /// Keeps it, and opens its first session. Also the recovery code, to be shown once.
    pub(super) async fn insert(
        self,
        app: &App,
        connection: &mut PgConnection,
        device: &Device,
        language: Language,
    ) -> Result<(Issued, User, String), Problem> {
        let hash = &self.kept.login_hash;
        let user = users::insert(&mut *connection, self.id, self.address, self.name, hash, language)
            .await
            .map_err(address_taken)?;
        users::put_wrap(&mut *connection, self.id, WrapKind::Password, &self.kept.wrap).await?;
        users::put_wrap(&mut *connection, self.id, WrapKind::RecoveryCode, &self.by_recovery_code).await?;
        let issued = session::open(app, &mut *connection, self.id, device, &self.content_key).await?;
        device.note(&mut *connection, self.id, Some(issued.session), Action::SignedUp, None).await?;
        if user.is_operator {
            // Nobody made them one: they came first.
            let made = OperatorAction::OperatorMade { user_id: self.id };
            operator_actions::record(connection, Some(self.id), &made).await?;
        }
        Ok((issued, user, self.code.encode().to_string()))
    }
}

fn address_taken(error: store::Error) -> Problem {
    if !error.is_refusal_of(users::EMAIL_KEY) {
        return error.into();
    }
    let taken = FieldError::new("email", "email_taken", "There is an account with this address; sign in instead.");
    Problem::conflict("email_taken", "There is an account with this address; sign in instead.").about(taken)
}
