//! Takes away the files that nobody has any more. A row that goes leaves a note of its object in the same transaction; the object
//! store is asked afterwards, as often as it takes.

use store::attachments;

use crate::app::App;

/// Objects that are taken away in one go.
const OBJECTS: i64 = 100;

/// Forgets files that were never sent, and takes objects without a row out of the object store.
pub(in crate::chat) async fn sweep_attachments(app: &App) -> store::Result<()> {
    attachments::sweep(&mut *app.connection().await?).await?;
    remove_loose(app).await;
    Ok(())
}

/// Takes objects without a row out of the object store, and does not wait for the next sweep.
pub(in crate::chat) fn remove_loose_soon(app: &App) {
    let sweeping = app.clone();
    app.lifecycle.spawn("loose files", async move { remove_loose(&sweeping).await });
}

async fn remove_loose(app: &App) {
    if let Err(error) = try_remove_loose(app).await {
        tracing::warn!(%error, "files that nobody has any more could not be taken away");
    }
}

async fn try_remove_loose(app: &App) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    loop {
        let loose = attachments::loose_objects(&mut *app.connection().await?, OBJECTS).await?;
        if loose.is_empty() {
            return Ok(());
        }
        for object in loose {
            app.files.remove(object.user, object.id).await?;
            attachments::forget_object(&mut *app.connection().await?, object).await?;
        }
    }
}
