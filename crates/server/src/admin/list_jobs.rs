//! `GET /admin/jobs`

use axum::extract::{Query, State};
use domain::job::{self, JobId, JobKind, JobState, JobTrouble, PeriodicWork};
use jiff::Timestamp;
use serde::Serialize;
use store::jobs::{self, Backlog, Queued};
use store::periodic_work::{self, Went};
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Operator, Page, PageQuery, Problem};

/// What the server does by itself, and how it goes.
#[derive(Serialize, ToSchema)]
pub struct Jobs {
    /// What is done over and over. What no node has done since this is noted is left out.
    pub work: Vec<PeriodicWorkBody>,
    /// How much waits, by kind.
    pub backlogs: Vec<BacklogBody>,
    /// The jobs in the queue, the newest first.
    pub items: Vec<JobBody>,
    /// Give this as `cursor` for the next page of jobs; null at the end.
    pub next: Option<String>,
}

/// When a kind of work went well last, on whichever node. Noted about once a minute, and whenever it changes.
#[derive(Serialize, ToSchema)]
#[schema(as = PeriodicWorkState)]
pub struct PeriodicWorkBody {
    /// Which work; null: some that a newer node does, and this one does not know.
    #[schema(required)]
    pub work: Option<PeriodicWork>,
    /// Its name in the database.
    pub name: String,
    /// When it was done last.
    pub succeeded_at: Option<Timestamp>,
    /// When it could not be done last; the log says why.
    pub failed_at: Option<Timestamp>,
}

/// How much of a kind is not done yet.
#[derive(Serialize, ToSchema)]
#[schema(as = Backlog)]
pub struct BacklogBody {
    /// Of what; null: of a kind that a newer node knows, and this one does not.
    #[schema(required)]
    pub kind: Option<JobKind>,
    /// The kind's name in the database.
    pub name: String,
    /// How many there are.
    pub waiting: u64,
    /// How many of them were tried in vain. They are tried again by themselves, but for those that were given up.
    pub failing: u64,
    /// Since when the oldest is there.
    pub since: Timestamp,
}

/// A job in the queue; what it is about is not said.
#[derive(Serialize, ToSchema)]
#[schema(as = Job)]
pub struct JobBody {
    /// Which one.
    pub id: JobId,
    /// What it is; null: of a kind that a newer node knows, and this one does not.
    #[schema(required)]
    pub kind: Option<JobKind>,
    /// The kind's name in the database.
    pub name: String,
    /// How it stands.
    pub state: JobState,
    /// How often it was begun.
    pub attempts: u32,
    /// How often it is at most.
    pub attempts_max: u32,
    /// Why it failed last; the log says more.
    pub trouble: Option<JobTrouble>,
    /// Since when it is there.
    pub created_at: Timestamp,
    /// When something was last done about it.
    pub updated_at: Timestamp,
    /// When it is tried next, if it is.
    pub due_at: Timestamp,
}

/// What the server does by itself: what is done over and over with when it last was, how much waits, and the jobs in the queue. Kinds and
/// times only, never whom or what it is about.
#[utoipa::path(get, path = "/admin/jobs", tag = "admin", params(PageQuery), responses((status = 200, body = Jobs)))]
pub async fn list_jobs(
    State(app): State<App>,
    _operator: Operator,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<Jobs>, Problem> {
    let limit = query.limit();
    let mut connection = app.connection().await?;
    let found = jobs::list(&mut connection, query.after()?, i64::from(limit) + 1).await?;
    let items = found.into_iter().map(JobBody::from).collect();
    let Page { items, next } = Page::cut(items, limit as usize, |job: &JobBody| job.id);
    let mut work = periodic_work::list(&mut connection).await?;
    work.sort_by(|one, other| one.work.cmp(&other.work));
    let backlogs = jobs::backlogs(&mut connection).await?;
    Ok(axum::Json(Jobs {
        work: work.into_iter().map(PeriodicWorkBody::from).collect(),
        backlogs: backlogs.into_iter().map(BacklogBody::from).collect(),
        items,
        next,
    }))
}

impl From<Queued> for JobBody {
    fn from(queued: Queued) -> Self {
        Self {
            id: queued.id,
            kind: queued.kind.known(),
            name: queued.kind.word(),
            state: job::state(queued.tries),
            attempts: queued.tries.attempts,
            attempts_max: queued.tries.attempts_max,
            trouble: queued.trouble,
            created_at: queued.created_at,
            updated_at: queued.updated_at,
            due_at: queued.run_at,
        }
    }
}

impl From<Went> for PeriodicWorkBody {
    fn from(went: Went) -> Self {
        let (work, name) = (went.work.known(), went.work.word());
        Self { work, name, succeeded_at: went.succeeded_at, failed_at: went.failed_at }
    }
}

impl From<Backlog> for BacklogBody {
    fn from(backlog: Backlog) -> Self {
        let (kind, name) = (backlog.kind.known(), backlog.kind.word());
        Self { kind, name, waiting: backlog.waiting, failing: backlog.failing, since: backlog.since }
    }
}
