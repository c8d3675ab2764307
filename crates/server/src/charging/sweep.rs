//! What the vendor said, and visits to its page, are kept no longer than they are of use.

use jiff::SignedDuration;
use store::{cards, clock, inbox};

use crate::app::App;

/// Webhooks come again for days; one that is older is not believed any more, whether it is known or not.
const EVENTS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// The vendor's own page for saving a card is open for a day.
const VISITS_KEPT: SignedDuration = SignedDuration::from_hours(48);

/// Forgets old webhooks and visits.
pub async fn sweep(app: &App) -> store::Result<()> {
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    inbox::sweep(&mut connection, now - EVENTS_KEPT).await?;
    cards::sweep_setups(&mut connection, now - VISITS_KEPT).await
}
