//! Sealing anew, a few values at a time. What is done is noted with each batch, so that another session, on any node, goes on where
//! this one was killed; two at once do no harm, because a value is replaced only where it is still the one that was read.

use domain::id::{AttachmentId, SealedKeyId, SessionId, UserId};
use jiff::{SignedDuration, Timestamp};
use store::key_rotations::{self, Position, Rotation};
use store::sealed_rows::{self, Resealed, SealedColumn, SealedRow};
use store::{attachments, clock, sessions};
use uuid::Uuid;
use vault::{ContentKey, OpenError, Place};

use crate::app::{App, commit};
use crate::keys::random;
use crate::realtime::{Event, announce};
use crate::sealing::{FileError, FileReader, seal_file};

/// Values that are read, sealed and written at once.
const BATCH: i64 = 50;

/// Until then the old key may still seal something: an access token that carries it lives for ten minutes, on a node that has heard
/// nothing of the session's end, and what it was let in for takes its time. What can take longer looks at its end whether its session
/// still lives (`http::still_live`).
pub(super) const SETTLES_AFTER: SignedDuration = SignedDuration::from_mins(15);

/// What it takes to go on with a rotation: the member's keys, for as long as a session of theirs lives.
pub(in crate::accounts) struct Resumption {
    /// The member.
    pub(in crate::accounts) user: UserId,
    /// Whose end ends this too.
    pub(in crate::accounts) session: SessionId,
    /// The new key, with all older ones that it opens.
    pub(in crate::accounts) key: ContentKey,
    /// Which those are: nothing is left under them in the end.
    pub(in crate::accounts) older: Vec<SealedKeyId>,
}

/// Why it does not go on for now.
#[derive(Debug, thiserror::Error)]
enum ResealError {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    File(#[from] FileError),
}

/// What a look at the rotation led to.
enum Step {
    /// There is more to do.
    GoOn,
    /// There is nothing to do, or not now.
    Rest,
}

impl Resumption {
    /// Goes on in the background, unless this node does already for this member.
    pub(in crate::accounts) fn spawn(self, app: &App) {
        let Some(turn) = app.rotating.begin(self.user) else { return };
        let task_app = app.clone();
        app.lifecycle.spawn("resealing", async move {
            let _turn = turn;
            if let Err(error) = self.run(&task_app).await {
                tracing::warn!(user = %self.user, %error, "sealing anew was cut off; the next session goes on");
            }
        });
    }

    async fn run(&self, app: &App) -> Result<(), ResealError> {
        while !app.lifecycle.is_stopping() {
            match self.step(app).await? {
                Step::GoOn => tokio::task::yield_now().await,
                Step::Rest => return Ok(()),
            }
        }
        Ok(())
    }

    async fn step(&self, app: &App) -> Result<Step, ResealError> {
        let mut connection = app.connection().await?;
        if !sessions::is_live(&mut connection, self.user, self.session).await? {
            return Ok(Step::Rest);
        }
        let Some(rotation) = key_rotations::find(&mut connection, self.user).await? else { return Ok(Step::Rest) };
        // Made with other keys than these: a session that has them goes on.
        if !self.older.contains(&rotation.old_key) {
            return Ok(Step::Rest);
        }
        if rotation.round_ended_at.is_none() {
            drop(connection);
            return self.batch(app, &rotation).await;
        }
        let now = clock::now(&mut connection).await?;
        let settled_at = rotation.began_at.saturating_add(SETTLES_AFTER).unwrap_or(rotation.began_at);
        if now < settled_at || key_rotations::older_answers_run(&mut connection, self.user, settled_at).await? {
            return Ok(Step::Rest);
        }
        drop(connection);
        self.settle(app, &rotation, settled_at).await
    }

    /// The old key is not in use any more: one more round finds what it sealed until then, and after that it can go.
    async fn settle(&self, app: &App, rotation: &Rotation, settled_at: Timestamp) -> Result<Step, ResealError> {
        let mut tx = app.begin().await?;
        if rotation.round_began_at < settled_at {
            let total = sealed_rows::count(&mut tx, self.user).await?;
            key_rotations::begin_round(&mut tx, self.user, rotation, total).await?;
            commit(tx).await?;
            return Ok(Step::GoOn);
        }
        key_rotations::retire(&mut tx, self.user, &self.older).await?;
        announce(&mut tx, &[self.user], Event::AccountChanged {}).await?;
        commit(tx).await?;
        tracing::info!(user = %self.user, "the old content key is gone");
        Ok(Step::Rest)
    }

    /// Does the next values of the round.
    async fn batch(&self, app: &App, rotation: &Rotation) -> Result<Step, ResealError> {
        let column = rotation.at.map_or(SealedColumn::ALL[0], |at| at.column);
        let after = rotation.at.map(|at| at.row);
        let rows = sealed_rows::page(&mut *app.connection().await?, self.user, column, after, BATCH).await?;
        let to = match (rows.last(), column.next()) {
            (Some(last), _) => Position { column, row: last.row },
            (None, Some(next)) => Position { column: next, row: Uuid::nil() },
            (None, None) => return self.end_round(app).await,
        };
        let resealed: Vec<Resealed> = if column == SealedColumn::File {
            for row in &rows {
                self.reseal_file(app, row.row.into()).await?;
            }
            Vec::new()
        } else {
            rows.iter().filter_map(|row| self.reseal(column, row)).collect()
        };
        let done = i64::try_from(rows.len()).unwrap_or(BATCH);

        let mut tx = app.begin().await?;
        if sealed_rows::replace(&mut tx, self.user, column, &resealed).await? < resealed.len() {
            // Changed in this moment, perhaps with the old key still: this page is looked at again.
            commit(tx).await?;
            return Ok(Step::GoOn);
        }
        if key_rotations::advance(&mut tx, self.user, rotation, to, done).await? {
            let event = Event::RotationProgressed {
                done_rows: (rotation.done_rows + done).min(rotation.total_rows),
                total_rows: rotation.total_rows,
            };
            announce(&mut tx, &[self.user], event).await?;
        }
        commit(tx).await?;
        Ok(Step::GoOn)
    }

    async fn end_round(&self, app: &App) -> Result<Step, ResealError> {
        let mut tx = app.begin().await?;
        key_rotations::end_round(&mut tx, self.user).await?;
        announce(&mut tx, &[self.user], Event::AccountChanged {}).await?;
        commit(tx).await?;
        Ok(Step::GoOn)
    }

    /// The value under the new key; `None` where it is already, or where it was sealed with a key that was lost.
    fn reseal(&self, column: SealedColumn, row: &SealedRow) -> Option<Resealed> {
        let place =
            Place { member: self.user.uuid(), conversation: row.conversation, row: row.row, field: column.field() };
        match vault::reseal(&self.key, &place, random(), &row.sealed) {
            Ok(Some(after)) => Some(Resealed { row: row.row, before: row.sealed.clone(), after }),
            Ok(None) | Err(OpenError::Refused) => None,
            Err(error) => {
                tracing::error!(user = %self.user, column = column.name(), row = %row.row, %error, "a sealed value is broken");
                None
            }
        }
    }

    /// Seals a file anew, as a whole: its place in the object store then holds the one or the other.
    async fn reseal_file(&self, app: &App, id: AttachmentId) -> Result<(), ResealError> {
        let current = self.key.with_older([]);
        match self.first_piece(app, &current, id).await {
            Err(FileError::Unopened(unopened)) if unopened.is_sealed() => {}
            // It is under the new key already, or gone.
            Ok(()) => return Ok(()),
            Err(FileError::Files(error)) if error.is_gone() => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        let bytes = match FileReader::open(&app.files, &self.key, self.user, id).await?.rest().await {
            Ok(bytes) => bytes,
            // Under a key that was lost, or broken: as it was.
            Err(FileError::Unopened(_)) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        app.files.put(self.user, id, seal_file(&self.key, self.user, id, &bytes)).await.map_err(FileError::from)?;
        // Its member may have taken it away in this moment; then it must not come back.
        if attachments::find(&mut *app.connection().await?, self.user, id).await?.is_none() {
            app.files.remove(self.user, id).await.map_err(FileError::from)?;
        }
        Ok(())
    }

    async fn first_piece(&self, app: &App, key: &ContentKey, id: AttachmentId) -> Result<(), FileError> {
        FileReader::open(&app.files, key, self.user, id).await?.next().await?;
        Ok(())
    }
}
