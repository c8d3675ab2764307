//! Who sells, as settings say it when the server starts.

use store::sellers;

use crate::app::App;

/// Notes who sells from now on: invoices name them as they were when each became final.
pub async fn record_seller(app: &App) -> store::Result<()> {
    let seller = app.settings.seller.as_deref().unwrap_or_default();
    sellers::record(&mut *app.connection().await?, seller).await
}
