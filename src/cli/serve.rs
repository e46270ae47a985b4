//! The server: a socket, the doors, the route table, and what handlers need beside the database.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::{Data, PayloadConfig};
use actix_web::{App, HttpServer};

use super::{keys, open, say};
use crate::bounded::Bounded;
use crate::clock::Clock;
use crate::config::Config;
use crate::console::Document;
use crate::db::Db;
use crate::door::Doors;
use crate::error::Error;
use crate::people::api::Desk;
use crate::people::gate::Keeper;
use crate::people::tokens::Ring;
use crate::{http, routes};

/// The largest body: a call with every answer is a few kilobytes.
const LARGEST_BODY: usize = 64 * 1024;

/// What a server is made of.
pub struct House {
    /// The database.
    pub db: Db,
    /// The keys of access tokens.
    pub ring: Ring,
    /// The clock.
    pub clock: Clock,
    /// Password hashes at once.
    pub hashes_at_once: usize,
    /// Threads that serve.
    pub workers: usize,
}

impl House {
    /// Starts serving on a socket. The server runs when it is awaited, and stops on SIGTERM or Ctrl-C.
    pub fn serve(self, socket: TcpListener) -> Result<Server, Error> {
        let ring = Arc::new(self.ring);
        let doors = Doors::new(self.db, Keeper(Arc::clone(&ring)), self.clock);
        // Four times as many may wait as hash at once: a second or so.
        let hashing = Bounded::new(self.hashes_at_once, 4 * self.hashes_at_once);
        let desk = Data::new(Desk { ring, hashing });
        let document = Data::new(Document(openapi()?));
        let server = HttpServer::new(move || {
            App::new()
                .wrap(from_fn(http::in_scope))
                .app_data(PayloadConfig::new(LARGEST_BODY))
                .app_data(desk.clone())
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

/// A house on the database and keys of the settings.
pub(super) fn house(config: &Config, db: Db) -> Result<House, Error> {
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let ring = keys::ring(&config.data_dir, Clock::System.now())?;
    Ok(House {
        db,
        ring,
        clock: Clock::System,
        hashes_at_once: config.hashes_at_once,
        workers,
    })
}

/// `warmline serve`.
pub(super) async fn run(config: &Config) -> Result<(), Error> {
    let (db, _migrated) = open(config, Clock::System.now()).await?;
    let house = house(config, db)?;
    let (socket, address) = listen(config.bind)?;
    say(&format!(
        "Serving on http://{address} (API browser: http://{address}/docs/)"
    ))?;
    house.serve(socket)?.await.map_err(Error::broken)?;
    tracing::info!("stopped");
    Ok(())
}
