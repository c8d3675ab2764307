//! The till's own thread.
//!
//! A round is a chain of some ten short statements, each of which waits for the one before, and nobody is admitted or ended faster
//! than that. Among the tasks of a busy server it would wait twice with each: until somebody asks the kernel for news, and behind
//! everybody else who has any.

use std::sync::mpsc;
use std::{io, thread};

use tokio::runtime::{Builder, Handle};
use tokio_util::sync::{CancellationToken, DropGuard};

/// A thread that runs tasks until this is dropped.
#[derive(Debug)]
pub(super) struct Thread {
    handle: Handle,
    _until_dropped: DropGuard,
}

impl Thread {
    /// Begins it. Fails when there can be no more threads.
    pub(super) fn begin(name: &str) -> io::Result<Self> {
        let end = CancellationToken::new();
        let until_dropped = end.clone().drop_guard();
        let (tell, told) = mpsc::channel();
        // A runtime may not be dropped where tasks run: it is never anywhere but on its thread.
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            match Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => {
                    let _is_waited_for = tell.send(Ok(runtime.handle().clone()));
                    runtime.block_on(end.cancelled());
                }
                Err(error) => drop(tell.send(Err(error))),
            }
        })?;
        let handle = told.recv().map_err(io::Error::other)??;
        Ok(Self { handle, _until_dropped: until_dropped })
    }

    /// Where its tasks are spawned.
    pub(super) fn handle(&self) -> &Handle {
        &self.handle
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn tasks_run_on_a_thread_of_that_name_until_it_is_dropped() {
        let thread = Thread::begin("counting").unwrap();
        let name = thread.handle().spawn(async { thread::current().name().map(str::to_owned) });
        assert_eq!(name.await.unwrap().as_deref(), Some("counting"));
        let (told, never) = oneshot::channel::<()>();
        let waits = thread.handle().spawn(async move { never.await.is_ok() });
        drop(thread);
        assert!(waits.await.unwrap_err().is_cancelled());
        drop(told);
    }
}
