//! Where passwords are hashed: away from the threads that serve requests, a few at a time, in memory that is kept for it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};
use vault::Scratch;

use crate::lifecycle::{ApartFailed, apart};

/// Password hashes that are computed at once; each takes 19 MiB and a core for tens of milliseconds.
const AT_ONCE: usize = 2;

/// Keeps password hashing from starving everything else.
#[derive(Debug)]
pub struct Hashing {
    places: Arc<Semaphore>,
    /// At most one for each place: of those that nobody uses now.
    scratches: Arc<Mutex<Vec<Scratch>>>,
}

/// The right to hash one password now, and the memory for it.
#[derive(Debug)]
pub struct Place {
    permit: OwnedSemaphorePermit,
    scratches: Arc<Mutex<Vec<Scratch>>>,
}

/// Nothing came of the work.
#[derive(Debug, thiserror::Error)]
pub enum HashingError {
    /// There are no places any more.
    #[error(transparent)]
    Closed(#[from] AcquireError),
    /// The work panicked.
    #[error(transparent)]
    Failed(#[from] ApartFailed),
}

impl Default for Hashing {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), scratches: Arc::default() }
    }
}

impl Hashing {
    /// Waits for a place.
    pub async fn place(&self) -> Result<Place, HashingError> {
        let permit = Arc::clone(&self.places).acquire_owned().await?;
        Ok(Place { permit, scratches: Arc::clone(&self.scratches) })
    }
}

impl Place {
    /// Does the work. When nobody waits for it any more it goes on all the same, and the place is taken until it is done.
    pub async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut Scratch) -> T + Send + 'static,
    ) -> Result<T, HashingError> {
        let done = apart("hashing", move || {
            let mut scratch = lock(&self.scratches).pop().unwrap_or_default();
            let done = work(&mut scratch);
            lock(&self.scratches).push(scratch);
            drop(self.permit);
            done
        });
        Ok(done.await?)
    }
}

fn lock(scratches: &Mutex<Vec<Scratch>>) -> MutexGuard<'_, Vec<Scratch>> {
    scratches.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::sync::mpsc;
    use std::task::{Context, Waker};

    use super::*;

    #[tokio::test]
    async fn work_that_nobody_waits_for_keeps_its_place_until_it_is_done() {
        let hashing = Hashing::default();
        let mut go_on = Vec::new();
        for _ in 0..AT_ONCE {
            let (let_go, wait) = mpsc::channel::<()>();
            let mut given_up = Box::pin(hashing.place().await.unwrap().run(move |_| wait.recv()));
            assert!(given_up.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
            go_on.push(let_go);
        }
        assert_eq!(hashing.places.available_permits(), 0);

        go_on.clear();
        hashing.place().await.unwrap().run(|_| ()).await.unwrap();
        assert!(lock(&hashing.scratches).len() <= AT_ONCE);
    }
}
