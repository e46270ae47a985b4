//! Heavy work, a few pieces at a time: a short queue, and beyond it "come again". Names no room.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

use crate::error::Error;

type Piece = Box<dyn FnOnce() + Send>;

/// A bound on work that takes a whole core and much memory, such as hashing a password.
///
/// It has threads of its own. Such work keeps its memory for the next piece on the same thread, and
/// if it wandered through all threads, each would come to hold some.
#[derive(Clone)]
pub struct Bounded {
    pieces: Sender<Piece>,
    inside: Arc<AtomicUsize>,
    most_inside: usize,
}

/// A place in the queue. It is given back when it is dropped, or when its work is done.
pub struct Place {
    pieces: Sender<Piece>,
    inside: Inside,
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
    pub fn new(at_once: usize, waiting: usize) -> Result<Self, Error> {
        let (pieces, queue) = channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..at_once {
            let queue = Arc::clone(&queue);
            let thread = std::thread::Builder::new().name("heavy work".to_owned());
            thread
                .spawn(move || work_off(&queue))
                .map_err(Error::broken)?;
        }
        Ok(Self {
            pieces,
            inside: Arc::new(AtomicUsize::new(0)),
            most_inside: at_once + waiting,
        })
    }

    /// Takes a place in the queue, or refuses at once: before anything else is spent on the asker.
    pub fn enter(&self) -> Result<Place, Error> {
        let before = self.inside.fetch_add(1, Ordering::Relaxed);
        let inside = Inside(Arc::clone(&self.inside));
        if before >= self.most_inside {
            return Err(Error::busy(2));
        }
        Ok(Place {
            pieces: self.pieces.clone(),
            inside,
        })
    }

    /// Takes a place and runs a piece of work.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.enter()?.run(work).await
    }
}

impl Place {
    /// Runs a piece of work off the threads that serve.
    pub async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let Self { pieces, inside } = self;
        let (tell, told) = oneshot::channel();
        let piece = move || {
            // The place goes with the work and not with the asker: who asks and leaves, again and
            // again, does not get more done at once. What nobody waits for is not begun.
            let _inside = inside;
            if !tell.is_closed() {
                let _nobody_waits = tell.send(work());
            }
        };
        pieces.send(Box::new(piece)).map_err(Error::broken)?;
        // The other end is dropped without a word only by a panic.
        told.await
            .unwrap_or_else(|panicked| Err(Error::broken(panicked)))
    }
}

/// Does one piece after another, as long as somebody can still send one.
fn work_off(queue: &Mutex<Receiver<Piece>>) {
    loop {
        // In a statement of its own, so that the queue is free while the piece is done.
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(piece) = next else { return };
        // Whoever waits for it is told; the thread is needed for the others.
        let _panicked = catch_unwind(AssertUnwindSafe(piece));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_finds_the_queue_full_is_told_to_come_again() {
        let bounded = Bounded::new(1, 1).unwrap();
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

    #[tokio::test]
    async fn who_leaves_keeps_the_place_until_the_work_is_done() {
        let bounded = Bounded::new(1, 0).unwrap();
        let (release, hold) = std::sync::mpsc::channel::<()>();
        let (tell, begun) = std::sync::mpsc::channel::<()>();
        let running = tokio::spawn({
            let bounded = bounded.clone();
            let work = move || Ok(tell.send(()).is_ok() && hold.recv().is_ok());
            async move { bounded.run(work).await }
        });
        while bounded.inside.load(Ordering::Relaxed) < 1 {
            tokio::task::yield_now().await;
        }
        // What nobody waits for is not begun, and gives its place back.
        begun.recv().unwrap();
        running.abort();
        assert!(running.await.is_err());
        assert!(bounded.enter().is_err(), "still at work");
        release.send(()).unwrap();
        while bounded.inside.load(Ordering::Relaxed) > 0 {
            tokio::task::yield_now().await;
        }
        assert!(bounded.enter().is_ok());
    }

    #[tokio::test]
    async fn work_that_panics_is_told_and_does_not_end_the_others() {
        let bounded = Bounded::new(1, 1).unwrap();
        let broken = bounded.run(|| -> Result<(), Error> { panic!("on purpose") });
        assert!(matches!(broken.await, Err(Error::Broken(_))));
        assert!(bounded.run(|| Ok(true)).await.unwrap());
    }
}
