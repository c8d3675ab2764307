//! One cheap value with all that a use case needs.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use domain::account_link::LinkPurpose;
use domain::id::{AccountLinkId, GroupId, InvitationId};
use payments::{ApiKey, Gateway, GatewayError, Offered, Stripe};
use store::groups::Group;
use store::pool::{self, Shares, Statements};
use store::{PgConnection, PgPool, PgTransaction};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::catalogue::{Catalogue, CatalogueError};
use crate::config::Settings;
use crate::files::{Files, FilesError};
use crate::hashing::Hashing;
use crate::issuer::Issuer;
use crate::keeping::Keeping;
use crate::keys::Keys;
use crate::letters::{Letters, TemplateError};
use crate::lifecycle::Lifecycle;
use crate::metering::Till;
use crate::push::Pusher;
use crate::realtime::{Crier, Hub, LiveSessions, OneEach, Turns};

/// What large bodies are counted in: files, and requests by API keys.
pub const LARGE_BODY_UNIT_BYTES: usize = 4096;
/// So many of these at once: 256 MiB. Understanding a body takes a few times its size, for a moment.
const LARGE_BODIES_AT_ONCE: usize = 65_536;

/// Documents that are read at once; each is a process of its own.
const DOCUMENTS_AT_ONCE: usize = 2;

/// The running server, as its handlers and jobs see it. Cloning copies one pointer.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What an [`App`] is made of.
pub struct Parts {
    /// Which node this is, for leases.
    pub node_id: Uuid,
    /// The database.
    pub db: PgPool,
    /// The same for single statements that come all the time.
    pub statements: Statements,
    /// What the operator set.
    pub settings: Settings,
    /// What the operator offers.
    pub catalogue: Catalogue,
    /// What mails say.
    pub letters: Letters,
    /// The card vendor, if the operator has one.
    gateway: Option<Box<dyn Gateway>>,
    /// The server's own keys.
    pub keys: Keys,
    /// Who else may say who somebody is.
    pub issuer: Option<Issuer>,
    /// Sends to browsers that have no page open.
    pub pusher: Pusher,
    /// The open pages of this node.
    pub hub: Hub,
    /// Sessions that this node found live a moment ago.
    pub live_sessions: LiveSessions,
    /// The turns that this node runs.
    pub turns: Turns,
    /// Whose texts this node is sealing anew.
    pub rotating: OneEach,
    /// Where turns and requests by API keys are admitted and ended.
    pub till: Till,
    /// Tells open pages what is too frequent to be told by a transaction.
    pub crier: Crier,
    /// What this node notes of all that it runs.
    pub keeping: Keeping,
    /// Tasks and their end.
    pub lifecycle: Lifecycle,
    /// Where members' files are kept.
    pub files: Files,
    /// Keeps the reading of documents from starving everything else.
    pub document_readers: Semaphore,
    /// Where passwords are hashed.
    pub hashing: Hashing,
    /// Keeps files, and the bodies of requests by API keys, from filling the memory: a permit for each
    /// [`LARGE_BODY_UNIT_BYTES`], for as long as the body is there.
    pub large_bodies: Arc<Semaphore>,
}

/// Why the server does not start: what the operator configured makes no sense.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// A plan, vendor or model.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// A mail.
    #[error(transparent)]
    Templates(#[from] TemplateError),
    /// What models cost cannot be read.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The configured object store makes no sense.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The card vendor cannot be talked to at all.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The till has no thread.
    #[error("a thread cannot be started: {0}")]
    Thread(#[from] std::io::Error),
    /// There is no way to ask the issuer or a push service anything.
    #[error("nobody can be asked by HTTP: {0}")]
    Client(#[from] reqwest::Error),
}

impl App {
    /// Puts the parts together. Refuses a configuration that makes no sense.
    pub async fn new(db: PgPool, settings: Settings, keys: Keys, lifecycle: Lifecycle) -> Result<Self, SetupError> {
        let node_id = Uuid::now_v7();
        let catalogue = Catalogue::load(&settings).await?;
        catalogue.adopt_prices(&db).await?;
        let shares = Shares::of(settings.database_connections_max);
        let notes = pool::by_keys(&db, shares.notes);
        let crier = Crier::new(notes.clone(), lifecycle.clone());
        Ok(Self(Arc::new(Parts {
            node_id,
            catalogue,
            letters: Letters::load(settings.mail_templates.as_deref())?,
            gateway: gateway(&settings)?,
            files: Files::open(&settings)?,
            issuer: Issuer::new(&settings)?,
            pusher: Pusher::new(&settings)?,
            settings,
            keys,
            hub: Hub::default(),
            live_sessions: LiveSessions::default(),
            turns: Turns::default(),
            rotating: OneEach::default(),
            till: Till::new(pool::by_keys(&db, shares.till), node_id, crier.clone(), lifecycle.clone())?,
            crier,
            keeping: Keeping::new(&notes, node_id, &lifecycle),
            statements: Statements::new(&db, shares.statements),
            db,
            lifecycle,
            document_readers: Semaphore::new(DOCUMENTS_AT_ONCE),
            hashing: Hashing::default(),
            large_bodies: Arc::new(Semaphore::new(LARGE_BODIES_AT_ONCE)),
        })))
    }

    /// A connection for reading.
    pub async fn connection(&self) -> store::Result<sqlx::pool::PoolConnection<sqlx::Postgres>> {
        Ok(self.db.acquire().await?)
    }

    /// Begins the one transaction of a use case.
    pub async fn begin(&self) -> store::Result<PgTransaction<'static>> {
        Ok(self.db.begin().await?)
    }

    /// The same for what a power cut may undo, because it is done again by itself: its commit does not wait for the disk.
    pub async fn begin_without_waiting(&self) -> store::Result<PgTransaction<'static>> {
        store::pool::begin_without_waiting(&self.db).await
    }

    /// The card vendor, if the operator has one.
    #[must_use]
    pub fn gateway(&self) -> Option<&dyn Gateway> {
        self.gateway.as_deref()
    }

    /// The ways to pay that the operator offers.
    #[must_use]
    pub fn offered(&self) -> Offered {
        Offered { manual: self.settings.manual_payments, card: self.gateway.is_some() }
    }

    /// Whether what members of a group owe can be charged to their cards: what a sandbox owes, to no real card.
    #[must_use]
    pub fn charges_cards_of(&self, group: &Group) -> bool {
        self.gateway.is_some() && (!group.is_sandbox || self.settings.stripe.is_test_mode())
    }

    /// The page with a group's bills.
    #[must_use]
    pub fn group_billing_url(&self, group: GroupId) -> String {
        format!("{}/groups/{group}/billing", self.settings.public_url())
    }

    /// The same for somebody who comes back with news of something: a card that they saved, a payment that they confirmed.
    #[must_use]
    pub fn billing_url(&self, group: GroupId, news_of: &str, id: Uuid) -> String {
        format!("{}?{news_of}={id}", self.group_billing_url(group))
    }

    /// The link by which an invitation is seen, accepted and declined.
    #[must_use]
    pub fn invitation_url(&self, id: InvitationId) -> String {
        format!("{}/invitation/{}", self.settings.public_url(), self.keys.invitation_token(id))
    }

    /// The link that goes to an account's owner. The token is in the fragment, which browsers send to no server.
    #[must_use]
    pub fn account_link_url(&self, purpose: LinkPurpose, id: AccountLinkId) -> String {
        let page = match purpose {
            LinkPurpose::PasswordReset => "reset-password",
            LinkPurpose::EmailVerification => "verify-email",
        };
        format!("{}/{page}#{}", self.settings.public_url(), self.keys.account_link_token(id))
    }
}

fn gateway(settings: &Settings) -> Result<Option<Box<dyn Gateway>>, GatewayError> {
    let Some(key) = &settings.stripe.secret_key else { return Ok(None) };
    let stripe = Stripe::new(ApiKey::new(key.reveal().to_owned()), settings.stripe.api_base.as_deref())?;
    Ok(Some(Box::new(stripe)))
}

impl fmt::Debug for App {
    /// Jobs carry it, and nothing of it belongs into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("App")
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Ends a use case: what it decided becomes true, or nothing of it does.
pub async fn commit(transaction: PgTransaction<'_>) -> store::Result<()> {
    transaction.commit().await?;
    Ok(())
}

/// A connection, whichever way a use case came by it.
pub type Connection<'a> = &'a mut PgConnection;
