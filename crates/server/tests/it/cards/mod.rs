//! Payments by card, with the simulated vendor: every cent adds up, whatever comes twice, late, in another order or not at all.

mod attempts;
mod closing;
mod covering;
mod disputes;
mod limits;
mod official;
mod refunds;
mod saving;
mod telling;
mod top_ups;
mod webhooks;

use crate::support::{CardServer, PAYS, Trio};

/// Ann, Bo and Cy in a group; Bo has a card that pays.
async fn trio_with_a_card() -> (CardServer, Trio) {
    let cards = CardServer::start().await;
    let trio = cards.trio().await;
    cards.save_card(&trio.bo, &trio.group, PAYS).await;
    (cards, trio)
}

/// Lets so many days go by since a group's invoices.
async fn days_later(cards: &CardServer, group: &str, days: i32) {
    for statement in [
        "UPDATE invoices SET final_at = final_at - make_interval(days => $2) WHERE group_id = $1::uuid",
        "UPDATE shares SET invoiced_at = invoiced_at - make_interval(days => $2) WHERE group_id = $1::uuid",
    ] {
        sqlx::query(statement).bind(group).bind(days).execute(&mut *cards.database().await).await.unwrap();
    }
}
