//! New prices of plans: noted when the server starts, and told to everybody whom they concern.

use domain::id::{GroupId, PlanOfferId};
use domain::notice::Notice;
use domain::plan_change::NOTICE_DAYS;
use jiff::SignedDuration;
use store::plan_offers::{self, Untold};
use store::{PgConnection, groups};
use uuid::Uuid;

use crate::app::{App, commit};
use crate::telling::tell_all;

/// Groups that are told at once.
const BATCH: i64 = 200;

/// Notes what the catalogue's plans cost from now on.
pub async fn record_prices(app: &App) -> store::Result<()> {
    let mut tx = app.begin().await?;
    for plan in app.catalogue.plans() {
        if plan_offers::record(&mut tx, PlanOfferId::from_uuid(Uuid::now_v7()), plan).await? {
            tracing::info!(plan = %plan.code, price = %plan.price, "a plan has a new price");
        }
    }
    commit(tx).await
}

/// Tells everybody whose group has a plan with a new price. Broken off, it goes on where it was: nobody is told twice.
pub async fn tell_prices(app: &App) -> store::Result<()> {
    let untold = plan_offers::untold(&mut *app.connection().await?).await?;
    for offer in untold {
        if let Some(notice) = notice(app, &offer)
            && !tell_members(app, &offer, &notice).await?
        {
            return Ok(());
        }
        plan_offers::set_told(&mut *app.connection().await?, offer.id).await?;
    }
    Ok(())
}

/// What is told of an offer; nothing, when it is the first that is known of its plan or costs the same.
fn notice(app: &App, offer: &Untold) -> Option<Notice> {
    let before = offer.before.filter(|before| *before != offer.after)?;
    let plan = app.catalogue.plan(&offer.plan).map_or_else(|| offer.plan.to_string(), |plan| plan.name.clone());
    Some(Notice::PriceChanged {
        offer_id: offer.id,
        plan,
        before: before.into(),
        after: offer.after.into(),
        from: offer.offered_at + SignedDuration::from_hours(NOTICE_DAYS * 24),
    })
}

/// Tells the members of all groups on the plan; `false`: the server stops before the last of them.
async fn tell_members(app: &App, offer: &Untold, notice: &Notice) -> store::Result<bool> {
    let mut after = None;
    while !app.lifecycle.is_stopping() {
        let mut tx = app.begin().await?;
        let page = groups::running_on(&mut tx, &offer.plan, after, BATCH).await?;
        let Some(last) = page.last() else { return Ok(true) };
        after = Some(*last);
        tell_page(&mut tx, &page, notice).await?;
        commit(tx).await?;
    }
    Ok(false)
}

async fn tell_page(connection: &mut PgConnection, page: &[GroupId], notice: &Notice) -> store::Result<()> {
    let members = groups::members(&mut *connection, page).await?;
    for group in page {
        let of_group = members.iter().filter(|member| member.group == *group);
        let notices: Vec<_> = of_group.map(|member| (member.user(), notice.clone())).collect();
        tell_all(&mut *connection, *group, &notices).await?;
    }
    Ok(())
}
