//! Where a request comes from, as far as that can be known. Trusts no header that a stranger can write.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::HttpRequest;
use ipnet::IpNet;

/// Proxies append to it: the client first, then each proxy but the last.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The proxies whose word on their own peer is believed. None by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

/// Who asks, as the network knows them: one IPv4 address, or the /64 that a household or an office
/// has of IPv6. To be counted and compared, never to be logged or kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Client(IpAddr);

impl Proxies {
    /// Reads addresses and networks between commas; answers the first that is neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        let each = text.split(',').map(str::trim);
        each.filter(|part| !part.is_empty())
            .map(|part| {
                let network = part.parse::<IpNet>();
                network.or_else(|_no_network| {
                    let address = part.parse::<IpAddr>();
                    address.map(IpNet::from).map_err(|_neither| part.to_owned())
                })
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The client of a connection from `peer` with these `X-Forwarded-For` entries, oldest first.
    ///
    /// Goes back from the peer as long as each hop is trusted. What a client wrote itself stands
    /// left of what the first trusted proxy added, and is never reached. An entry that is no
    /// address ends the way at the hop that handed it on.
    fn client<'a>(
        &self,
        peer: IpAddr,
        forwarded: impl DoubleEndedIterator<Item = &'a str>,
    ) -> Client {
        let mut hop = peer.to_canonical();
        for entry in forwarded.rev() {
            if !self.trust(hop) {
                break;
            }
            match address(entry) {
                Some(before) => hop = before,
                None => break,
            }
        }
        Client::at(hop)
    }
}

impl std::fmt::Display for Proxies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let each: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&each.join(", "))
    }
}

impl Client {
    /// Who sent a request.
    pub fn of(request: &HttpRequest, proxies: &Proxies) -> Self {
        let peer = request.peer_addr().map(|peer| peer.ip());
        // Several headers are one list. What is not even text is one bad entry.
        let headers: Vec<&str> = request
            .headers()
            .get_all(FORWARDED_FOR)
            .map(|header| header.to_str().unwrap_or_default())
            .collect();
        let entries = headers.iter().flat_map(|header| header.split(','));
        proxies.client(peer.unwrap_or(Ipv6Addr::UNSPECIFIED.into()), entries)
    }

    /// Whoever is at an address; mapped IPv4 is IPv4.
    pub(super) fn at(address: IpAddr) -> Self {
        /// An IPv6 client can take any address of its /64, and so would never be counted twice.
        const NETWORK: u128 = !0 << 64;
        Self(match address.to_canonical() {
            IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & NETWORK).into(),
            v4 @ IpAddr::V4(_) => v4,
        })
    }
}

impl std::fmt::Display for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// An entry's address; some proxies add the port.
fn address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bare = || entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || Some(entry.parse::<SocketAddr>().ok()?.ip());
    let address = entry.parse().ok().or_else(bare).or_else(with_port);
    address.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &str, peer: &str, forwarded: &str) -> String {
        let proxies = Proxies::parse(proxies).unwrap();
        let entries = forwarded.split(',').filter(|_| !forwarded.is_empty());
        proxies.client(peer.parse().unwrap(), entries).to_string()
    }

    #[test]
    fn the_client_is_the_last_hop_that_nobody_trusted_can_have_made_up() {
        let none = "";
        let one = "10.0.0.1";
        let net = "10.0.0.0/8, fd00::/8";
        for (proxies, peer, forwarded, expected) in [
            (none, "198.51.100.7", "", "198.51.100.7"),
            // Who is no proxy is not believed.
            (none, "198.51.100.7", "203.0.113.1", "198.51.100.7"),
            (one, "198.51.100.7", "203.0.113.1", "198.51.100.7"),
            (one, "10.0.0.2", "203.0.113.1", "10.0.0.2"),
            // Who is one, is.
            (one, "10.0.0.1", "203.0.113.1", "203.0.113.1"),
            (one, "::ffff:10.0.0.1", "203.0.113.1", "203.0.113.1"),
            (one, "10.0.0.1", "", "10.0.0.1"),
            // What the client wrote itself stands further left.
            (one, "10.0.0.1", "1.1.1.1, 203.0.113.1", "203.0.113.1"),
            (one, "10.0.0.1", "10.0.0.1, 203.0.113.1", "203.0.113.1"),
            (
                net,
                "10.0.0.1",
                "1.1.1.1, 203.0.113.1, 10.9.9.9",
                "203.0.113.1",
            ),
            (net, "10.0.0.1", "10.1.1.1, 10.2.2.2", "10.1.1.1"),
            (net, "fd00::1", "203.0.113.1", "203.0.113.1"),
            // Nonsense ends at who handed it on.
            (one, "10.0.0.1", "203.0.113.1, unknown", "10.0.0.1"),
            (net, "10.0.0.1", "unknown, 10.2.2.2", "10.2.2.2"),
            (one, "10.0.0.1", "203.0.113.1,", "10.0.0.1"),
            // With a port.
            (one, "10.0.0.1", "203.0.113.1:4711", "203.0.113.1"),
            (one, "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::"),
            (one, "10.0.0.1", "[2001:db8::1]", "2001:db8::"),
        ] {
            assert_eq!(
                client(proxies, peer, forwarded),
                expected,
                "{proxies}; {peer}; {forwarded}"
            );
        }
    }

    #[test]
    fn an_ipv6_client_is_its_network_of_64_bits() {
        let one = client("", "2001:db8:1:2:3:4:5:6", "");
        assert_eq!(one, "2001:db8:1:2::");
        assert_eq!(one, client("", "2001:db8:1:2:ffff::1", ""));
        assert_ne!(one, client("", "2001:db8:1:3:3:4:5:6", ""));
    }

    #[test]
    fn what_is_neither_address_nor_network_is_named() {
        assert_eq!(Proxies::parse("10.0.0.1, proxy"), Err("proxy".to_owned()));
        assert_eq!(
            Proxies::parse(" 10.0.0.1,fd00::/8 ").unwrap().to_string(),
            "10.0.0.1/32, fd00::/8"
        );
        assert_eq!(Proxies::parse(""), Ok(Proxies::default()));
    }
}
