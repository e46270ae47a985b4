//! `warmline doctor` and `warmline healthy`: what is wrong here, in words that say what to do.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use super::{keys, premises, say};
use crate::clock::{Clock, Moment};
use crate::config::Config;
use crate::db::Db;
use crate::error::Error;
use crate::{audit, line};

/// A check's name and what it found: what is well, or what to do.
type Finding = (&'static str, Result<String, String>);

pub(super) async fn run(config: &Config) -> Result<ExitCode, Error> {
    let now = Clock::System.now();
    let mut findings = vec![("keys", keys(config)), ("clock", clock(now))];
    match premises::reach(config) {
        Ok(db) => {
            findings.push(("database", Ok("reachable".to_owned())));
            findings.extend(database(config, &db, now).await);
        }
        Err(why) => findings.push(("database", Err(why))),
    }
    for (name, finding) in &findings {
        match finding {
            Ok(well) => say(&format!("ok    {name}: {well}"))?,
            Err(wrong) => say(&format!("WRONG {name}: {wrong}"))?,
        }
    }
    let well = findings.iter().all(|(_, finding)| finding.is_ok());
    Ok(if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn keys(config: &Config) -> Result<String, String> {
    let folder = keys::folder(&config.data_dir);
    if !folder.exists() {
        return Err(format!(
            "no signing keys in {}. `warmline serve` makes them.",
            folder.display()
        ));
    }
    keys::read(&folder)
        .and_then(|_ring| keys::line_key(&config.data_dir))
        .map(|_key| format!("present and private in {}", folder.display()))
        .map_err(|why| why.to_string())
}

/// A machine that lost its battery believes it is long ago.
fn clock(now: Moment) -> Result<String, String> {
    let released = Moment::parse("2026-11-22T00:00:00Z");
    if released.is_some_and(|released| now < released) {
        return Err(format!(
            "it says {now}, which is before this program was made. Set the machine's clock."
        ));
    }
    Ok(now.to_string())
}

async fn database(config: &Config, db: &Db, now: Moment) -> Vec<Finding> {
    let pending = match db.pending().await {
        Ok(pending) if pending.is_empty() => Ok("up to date".to_owned()),
        Ok(pending) => Err(format!(
            "not migrated: {}. Do: warmline migrate",
            pending.join(", ")
        )),
        Err(why) => Err(why.to_string()),
    };
    if pending.is_err() {
        return vec![("migrations", pending)];
    }
    let wanted = config.time_zone;
    let zone = match db.read(line::store::find).await {
        Ok(line) if wanted.is_none_or(|zone| zone == line.wall.0) => {
            Ok(line.wall.0.name().to_owned())
        }
        Ok(line) => Err(format!(
            "the line lives in {}, and the setting says otherwise",
            line.wall.0.name()
        )),
        Err(why) => Err(why.to_string()),
    };
    let newest = match db.read(audit::store::newest).await {
        Ok(Some(newest)) if newest > now.plus(chrono::Duration::minutes(5)) => Err(format!(
            "the newest audit entry is of {newest}: this clock is behind, or another process's ahead"
        )),
        Ok(_) => Ok("not behind the audit log".to_owned()),
        Err(why) => Err(why.to_string()),
    };
    let sealing = match db.read(audit::store::links::waiting_since).await {
        Ok(Some(since)) if now.since(since) > audit::chain::PATIENCE => Err(format!(
            "entries wait for their seals since {since}: `warmline serve` seals them, so see that it runs"
        )),
        Ok(_) => Ok("sealed".to_owned()),
        Err(why) => Err(why.to_string()),
    };
    let known = db.read(line::store::key_check).await;
    let secret = match (known, keys::line_key(&config.data_dir)) {
        (Ok(known), Ok(Some(key))) if known == Some(premises::check(&key)) => {
            Ok("that of this line".to_owned())
        }
        (Ok(_), Ok(_)) => Err(
            "not that of this line: copy the keys folder from where the line is served".to_owned(),
        ),
        (Err(why), _) | (_, Err(why)) => Err(why.to_string()),
    };
    vec![
        ("migrations", pending),
        ("line key", secret),
        ("time zone", zone),
        ("clock", newest),
        ("audit log", sealing),
    ]
}

/// Asks `/readyz` of the server at an address.
pub(super) fn ask_ready(bind: SocketAddr) -> ExitCode {
    let here = match bind.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    match status(SocketAddr::new(here, bind.port())) {
        Ok(line) if line.contains(" 200 ") => ExitCode::SUCCESS,
        Ok(_) | Err(_) => ExitCode::FAILURE,
    }
}

/// The status line of an answer: the one thing we want of HTTP here.
fn status(address: SocketAddr) -> std::io::Result<String> {
    let patience = Duration::from_secs(3);
    let mut stream = TcpStream::connect_timeout(&address, patience)?;
    stream.set_read_timeout(Some(patience))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}
