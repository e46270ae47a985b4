//! Heavy work, a few pieces at a time: a short queue, and beyond it "come again". Names no room.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Semaphore;

use crate::error::Error;

/// A bound on work that takes a whole core and much memory, such as hashing a password.
#[derive(Clone)]
pub struct Bounded {
    at_once: Arc<Semaphore>,
    inside: Arc<AtomicUsize>,
    most_inside: usize,
}

/// One asker inside, running or waiting; leaves when dropped.
struct Inside(Arc<AtomicUsize>);

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Bounded {
    /// So many pieces at once, and so many more waiting.
    pub fn new(at_once: usize, waiting: usize) -> Self {
        Self {
            at_once: Arc::new(Semaphore::new(at_once)),
            inside: Arc::new(AtomicUsize::new(0)),
            most_inside: at_once + waiting,
        }
    }

    /// Runs a piece of work off the threads that serve, or refuses it at once.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let before = self.inside.fetch_add(1, Ordering::Relaxed);
        let _inside = Inside(Arc::clone(&self.inside));
        if before >= self.most_inside {
            return Err(Error::busy(2));
        }
        let _permit = self.at_once.acquire().await.map_err(Error::broken)?;
        tokio::task::spawn_blocking(work)
            .await
            .unwrap_or_else(|panicked| Err(Error::Broken(panicked.to_string())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_finds_the_queue_full_is_told_to_come_again() {
        let bounded = Bounded::new(1, 1);
        let (release, hold) = std::sync::mpsc::channel::<()>();
        let running = tokio::spawn({
            let bounded = bounded.clone();
            async move { bounded.run(move || Ok(hold.recv().is_ok())).await }
        });
        let waiting = tokio::spawn({
            let bounded = bounded.clone();
            async move { bounded.run(|| Ok(true)).await }
        });
        while bounded.inside.load(Ordering::Relaxed) < 2 {
            tokio::task::yield_now().await;
        }
        assert!(
            matches!(bounded.run(|| Ok(())).await, Err(Error::Refused(problem)) if problem.status == 503)
        );
        release.send(()).unwrap();
        assert!(running.await.unwrap().unwrap() && waiting.await.unwrap().unwrap());
        assert!(
            bounded.run(|| Ok(true)).await.unwrap(),
            "room again afterwards"
        );
    }
}
