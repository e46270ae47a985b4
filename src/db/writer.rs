//! SQLite's one writer: a thread that commits waiting changes together.
//!
//! A durable commit costs a flush to disk, and a flush carries many changes as cheaply as one. Each
//! change has its own savepoint, so one that is refused undoes itself alone; nobody is answered
//! before the commit is on disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use tokio::sync::oneshot;

use super::{Conn, migrations};
use crate::error::Error;

/// Changes that may wait before further ones are told to come again.
const QUEUE: usize = 2048;

type Open = Box<dyn Fn() -> Result<Conn, Error> + Send>;

/// A handle on the writing thread. The thread ends when the last handle is dropped.
#[derive(Clone)]
pub(super) struct Writer(SyncSender<Task>);

enum Task {
    Change(Box<dyn Change>),
    Migrate(oneshot::Sender<Result<Vec<String>, Error>>),
}

/// A change that waits: run inside the shared transaction, answered after it.
trait Change: Send {
    fn run(&mut self, conn: &mut Conn);
    fn answer(self: Box<Self>, committed: Result<(), Error>);
}

struct Pending<T, F> {
    change: F,
    outcome: Option<Result<T, Error>>,
    reply: oneshot::Sender<Result<T, Error>>,
}

impl<T, F> Change for Pending<T, F>
where
    T: Send,
    F: Fn(&mut Conn) -> Result<T, Error> + Send,
{
    fn run(&mut self, conn: &mut Conn) {
        // Inside the shared transaction diesel makes this one a savepoint.
        self.outcome = Some(conn.transaction(&self.change));
    }

    fn answer(self: Box<Self>, committed: Result<(), Error>) {
        let outcome = match (committed, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            // A refusal changed nothing, so it holds whatever became of the commit.
            (Err(_lost), Some(refused @ Err(_))) => refused,
            (Err(lost), _) => Err(lost),
            (Ok(()), None) => Err(Error::Broken(
                "a change was answered before it ran".to_owned(),
            )),
        };
        // The asker may have gone; the change stays made.
        let _gone = self.reply.send(outcome);
    }
}

impl Writer {
    pub(super) fn start(
        open: impl Fn() -> Result<Conn, Error> + Send + 'static,
        together: usize,
    ) -> Result<Self, Error> {
        let (sender, receiver) = sync_channel(QUEUE);
        let conn = open()?;
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || {
                Thread {
                    open: Box::new(open),
                    conn: Some(conn),
                    together,
                }
                .work(&receiver);
            })
            .map_err(|error| {
                Error::Broken(format!("the writing thread cannot be started: {error}"))
            })?;
        Ok(Self(sender))
    }

    pub(super) async fn write<T, F>(&self, change: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.send(Task::Change(Box::new(Pending {
            change,
            outcome: None,
            reply,
        })))?;
        answer.await.unwrap_or_else(|_dropped| Err(thread_gone()))
    }

    pub(super) async fn migrate(&self) -> Result<Vec<String>, Error> {
        let (reply, answer) = oneshot::channel();
        self.send(Task::Migrate(reply))?;
        answer.await.unwrap_or_else(|_dropped| Err(thread_gone()))
    }

    fn send(&self, task: Task) -> Result<(), Error> {
        self.0.try_send(task).map_err(|error| match error {
            TrySendError::Full(_) => Error::busy(1),
            TrySendError::Disconnected(_) => thread_gone(),
        })
    }
}

fn thread_gone() -> Error {
    Error::Broken("the writing thread is gone".to_owned())
}

struct Thread {
    open: Open,
    /// None after a panic, until it is opened again.
    conn: Option<Conn>,
    together: usize,
}

impl Thread {
    fn work(mut self, tasks: &Receiver<Task>) {
        while let Ok(first) = tasks.recv() {
            let mut next = Some(first);
            while let Some(task) = next.take() {
                match task {
                    Task::Migrate(reply) => {
                        let _gone = reply.send(self.connection().and_then(migrations::run));
                    }
                    Task::Change(change) => {
                        let mut batch = vec![change];
                        while batch.len() < self.together {
                            match tasks.try_recv() {
                                Ok(Task::Change(change)) => batch.push(change),
                                Ok(other) => {
                                    next = Some(other);
                                    break;
                                }
                                Err(_none_waits) => break,
                            }
                        }
                        self.settle(batch);
                    }
                }
            }
        }
    }

    fn connection(&mut self) -> Result<&mut Conn, Error> {
        if self.conn.is_none() {
            self.conn = Some((self.open)()?);
        }
        self.conn.as_mut().ok_or_else(thread_gone)
    }

    /// Runs and commits a batch. A change that panics is dropped, which answers it, and the others run again.
    fn settle(&mut self, mut batch: Vec<Box<dyn Change>>) {
        loop {
            match self.attempt(&mut batch) {
                Attempt::Panicked(index) => {
                    tracing::error!("a change panicked; the others of its commit are run again");
                    self.conn = None;
                    drop(batch.remove(index));
                }
                Attempt::Settled(committed) => {
                    for change in batch {
                        change.answer(copy(&committed));
                    }
                    return;
                }
            }
        }
    }

    fn attempt(&mut self, batch: &mut [Box<dyn Change>]) -> Attempt {
        let conn = match self
            .connection()
            .and_then(|conn| begin(conn).map(|()| conn))
        {
            Ok(conn) => conn,
            Err(error) => return Attempt::Settled(Err(error)),
        };
        for (index, change) in batch.iter_mut().enumerate() {
            if catch_unwind(AssertUnwindSafe(|| change.run(conn))).is_err() {
                return Attempt::Panicked(index);
            }
        }
        let committed =
            <Conn as Connection>::TransactionManager::commit_transaction(conn).map_err(Error::from);
        if committed.is_err() {
            // Whatever state the connection is in, a new one is in none.
            self.conn = None;
        }
        Attempt::Settled(committed)
    }
}

enum Attempt {
    Panicked(usize),
    Settled(Result<(), Error>),
}

/// Takes SQLite's write lock at once rather than at the first write.
fn begin(conn: &mut Conn) -> Result<(), Error> {
    match conn {
        Conn::Sqlite(sqlite) => Ok(AnsiTransactionManager::begin_transaction_sql(
            sqlite,
            "BEGIN IMMEDIATE",
        )?),
        Conn::Postgres(_) => Err(Error::Broken(
            "PostgreSQL has many writers, not this one".to_owned(),
        )),
    }
}

/// The fate of a commit, once for each change in it.
fn copy(committed: &Result<(), Error>) -> Result<(), Error> {
    match committed {
        Ok(()) => Ok(()),
        Err(Error::Broken(why)) => Err(Error::Broken(why.clone())),
        Err(_) => Err(Error::busy(1)),
    }
}
