//! The server: a socket, the doors, the route table, and what handlers need beside the database.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::{Data, PayloadConfig};
use actix_web::{App, HttpServer};
use tokio::sync::Notify;

use super::premises::{Premises, audit_pen, open};
use super::retention::Retention;
use super::sealer::Sealer;
use super::year_keys::YearKeyFiles;
use super::{keys, notes, releases, say};
use crate::bounded::Bounded;
use crate::calls::api::callers::Codebook;
use crate::calls::api::notes::NoteKeys;
use crate::clock::Clock;
use crate::config::Config;
use crate::console::Document;
use crate::db::Db;
use crate::door::{Actor, Doors};
use crate::error::Error;
use crate::http::limits::{Limits, counted};
use crate::keyed::LineKey;
use crate::people::api::Desk;
use crate::people::gate::Keeper;
use crate::people::ring::LiveRing;
use crate::reports::api::months::Bell;
use crate::reports::changes::closer::Closer;
use crate::role::Role;
use crate::{http, routes};

/// The largest body: a call with every answer is a few kilobytes.
const LARGEST_BODY: usize = 64 * 1024;

/// What a server is made of.
pub struct House {
    /// The database.
    pub db: Db,
    /// The keys of access tokens.
    pub ring: Arc<LiveRing>,
    /// The line's secret.
    pub key: LineKey,
    /// The clock.
    pub clock: Clock,
    /// Password hashes at once.
    pub hashes_at_once: usize,
    /// The roles that ask for a second factor.
    pub second_factor_for: Vec<Role>,
    /// How often one may ask.
    pub limits: Limits,
    /// Threads that serve.
    pub workers: usize,
    /// The file that tells how far the audit log had come; none if none is kept.
    pub checkpoint: Option<PathBuf>,
    /// The folder of the keys of reporting years and of notes.
    pub key_folder: PathBuf,
}

impl House {
    /// The sealer of this house's audit log.
    pub(super) fn sealer(&self) -> Sealer {
        Sealer::new(
            self.db.clone(),
            audit_pen(&self.key),
            self.clock.clone(),
            self.checkpoint.clone(),
        )
    }

    /// Carries out what falls due in this house.
    fn retention(&self) -> Retention {
        Retention::new(
            self.db.clone(),
            self.clock.clone(),
            Actor::nobody(audit_pen(&self.key)),
            self.key_folder.clone(),
        )
    }

    /// Makes the releases of closed months in this house.
    fn closer(&self) -> Closer {
        Closer::new(
            self.db.clone(),
            self.clock.clone(),
            Actor::nobody(audit_pen(&self.key)),
        )
    }

    /// Starts serving on a socket, sealing the audit log, and carrying out what falls due. The server runs when it is awaited, and stops
    /// on SIGTERM or Ctrl-C.
    pub fn serve(self, socket: TcpListener) -> Result<Server, Error> {
        actix_web::rt::spawn(self.sealer().run());
        actix_web::rt::spawn(self.retention().run());
        let bell = Arc::new(Notify::new());
        actix_web::rt::spawn(releases::run(self.closer(), Arc::clone(&bell)));
        let bell = Data::new(Bell(bell));
        let ring = self.ring;
        let limits = Data::new(self.limits);
        let doors = Doors::new(
            self.db,
            Keeper {
                ring: Arc::clone(&ring),
                second_factor_for: self.second_factor_for,
            },
            self.clock,
            audit_pen(&self.key),
            limits.clone(),
        );
        actix_web::rt::spawn(async move { limits.keep_small().await });
        // A hash takes some 30 ms, so the last in the queue waits for a second; a shift that begins fits in.
        let hashing = Bounded::new(self.hashes_at_once, 32 * self.hashes_at_once)?;
        let safe = self.key.safe("second factors")?;
        let desk = Data::new(Desk {
            ring,
            hashing,
            safe,
            attempts: self.key.pen("sign-in attempts"),
        });
        let codebook = Data::new(Codebook {
            hashing: desk.hashing.clone(),
            keys: Arc::new(YearKeyFiles(self.key_folder.clone())),
        });
        let keys = Data::from(Arc::clone(&desk.ring));
        let note_keys = Data::new(NoteKeys(Arc::new(notes::Folder(self.key_folder))));
        let document = Data::new(Document(openapi()?));
        let server = HttpServer::new(move || {
            App::new()
                .wrap(from_fn(counted))
                // Outside of all, so that a refusal has its id and its line in the log too.
                .wrap(from_fn(http::in_scope))
                .app_data(PayloadConfig::new(LARGEST_BODY))
                .app_data(desk.clone())
                .app_data(codebook.clone())
                .app_data(keys.clone())
                .app_data(note_keys.clone())
                .app_data(bell.clone())
                .app_data(document.clone())
                .configure(|server| doors.hang(server))
                .configure(|server| routes::table().mount(server))
        });
        let server = server
            .workers(self.workers)
            .keep_alive(Duration::from_secs(75))
            .client_request_timeout(Duration::from_secs(10))
            .shutdown_timeout(20)
            .listen(socket)
            .map_err(|error| Error::Broken(format!("cannot serve: {error}")))?;
        Ok(server.run())
    }
}

/// The OpenAPI document of the route table.
pub fn openapi() -> Result<String, Error> {
    routes::table()
        .document()
        .to_pretty_json()
        .map_err(Error::broken)
}

/// Opens a socket, and says where it is: port 0 means any free one.
pub(super) fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Error> {
    let socket = TcpListener::bind(address);
    let socket =
        socket.map_err(|error| Error::Broken(format!("cannot listen on {address}: {error}")))?;
    let address = socket.local_addr().map_err(Error::broken)?;
    Ok((socket, address))
}

/// A house on the premises and keys of the settings. Keeps up with its folder of keys.
pub(super) fn house(config: &Config, premises: Premises) -> Result<House, Error> {
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let ring = Arc::new(LiveRing::new(keys::ring(&config.data_dir)?));
    actix_web::rt::spawn(follow(Arc::clone(&ring), keys::folder(&config.data_dir)));
    Ok(House {
        db: premises.db,
        ring,
        key: premises.key,
        clock: Clock::System,
        hashes_at_once: config.hashes_at_once,
        second_factor_for: config.second_factor_for.clone(),
        limits: Limits::new(config.rates, config.trusted_proxies.clone()),
        workers,
        checkpoint: Some(config.audit_checkpoint.clone()),
        key_folder: keys::folder(&config.data_dir),
    })
}

/// Serves until told to stop, and seals what the last requests left.
pub(super) async fn serve(house: House, socket: TcpListener) -> Result<(), Error> {
    let mut sealer = house.sealer();
    house.serve(socket)?.await.map_err(Error::broken)?;
    sealer.pass().await;
    Ok(())
}

/// Reads the folder of signing keys again and again, so that a rotation needs no restart.
async fn follow(ring: Arc<LiveRing>, folder: PathBuf) {
    let mut every = tokio::time::interval(Duration::from_secs(10));
    loop {
        every.tick().await;
        match keys::read(&folder) {
            Ok(newer) => ring.replace(newer),
            Err(error) => {
                tracing::error!(%error, "the signing keys cannot be read; keeping the old");
            }
        }
    }
}

/// `warmline serve`.
pub(super) async fn run(config: &Config) -> Result<(), Error> {
    let premises = open(config, Clock::System.now()).await?;
    let house = house(config, premises)?;
    let (socket, address) = listen(config.bind)?;
    say(&format!(
        "Serving on http://{address} (API browser: http://{address}/docs/)"
    ))?;
    serve(house, socket).await?;
    tracing::info!("stopped");
    Ok(())
}
