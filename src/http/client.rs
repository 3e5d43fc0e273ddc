//! The client at the other end of a connection: the client itself, or a proxy that is trusted to
//! say for whom it asks.
//!
//! Anybody can write `X-Forwarded-For`. So what such headers say is believed only where the peer is
//! a proxy that the settings name, and of a list of addresses only what trusted proxies wrote,
//! which is its right-hand end.

use super::edge::Edge;
use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::uri::Authority;
use actix_web::web::Data;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The headers in which proxies say for whom they ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Forwarded {
    /// X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host.
    #[default]
    XForwarded,
    /// Forwarded (RFC 7239).
    Forwarded,
}

/// The proxies that are trusted.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    networks: Vec<IpNet>,
    header: Forwarded,
}

/// The statement of one proxy about whom it was asked by.
#[derive(Default)]
struct Hop {
    address: Option<IpAddr>,
    scheme: Option<String>,
    host: Option<String>,
}

impl Proxies {
    /// Those in these networks, which speak through this header.
    #[must_use]
    pub const fn new(networks: Vec<IpNet>, header: Forwarded) -> Self {
        Self { networks, header }
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(&address))
    }

    /// The statements of the proxies, the nearest first.
    fn hops(&self, headers: &HeaderMap) -> Vec<Hop> {
        match self.header {
            Forwarded::XForwarded => {
                let mut said = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"]
                    .map(|name| listed(headers, name).into_iter());
                let hops = std::iter::from_fn(|| {
                    let [client, scheme, host] = said.each_mut().map(Iterator::next);
                    let is_one = client.is_some() || scheme.is_some() || host.is_some();
                    is_one.then(|| Hop { address: client.and_then(|text| address(&text)), scheme, host })
                });
                hops.collect()
            }
            Forwarded::Forwarded => listed(headers, "forwarded").iter().map(|text| element(text)).collect(),
        }
    }
}

/// The values of a list header, the last one first.
fn listed(headers: &HeaderMap, name: &str) -> Vec<String> {
    let lines = headers.get_all(name).filter_map(|line| line.to_str().ok());
    let mut values: Vec<_> =
        lines.flat_map(|line| line.split(',')).map(|value| value.trim().to_owned()).collect();
    values.reverse();
    values
}

/// One element of `Forwarded`: `for="[2001:db8::1]:4711";proto=https;host=greffe.example`.
fn element(text: &str) -> Hop {
    let mut hop = Hop::default();
    for (name, value) in text.split(';').filter_map(|pair| pair.split_once('=')) {
        let value = value.trim().trim_matches('"');
        match name.trim().to_ascii_lowercase().as_str() {
            "for" => hop.address = address(value),
            "proto" => hop.scheme = Some(value.to_owned()),
            "host" => hop.host = Some(value.to_owned()),
            _ => {}
        }
    }
    hop
}

/// An address as proxies write it: with a port or without, IPv6 in brackets or not.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let address = text.parse().map(|place: SocketAddr| place.ip()).or_else(|_| bare.parse::<IpAddr>()).ok();
    address.map(|address| address.to_canonical())
}

/// The statements of the nearest trusted proxies, the nearest first; nothing, if the peer is not
/// one of them.
fn told(request: &HttpRequest) -> Vec<Hop> {
    request
        .app_data::<Data<Edge>>()
        .map(|edge| &edge.proxies)
        .filter(|proxies| proxies.trust(peer(request)))
        .map(|proxies| proxies.hops(request.headers()))
        .unwrap_or_default()
}

/// The other end of the connection.
fn peer(request: &HttpRequest) -> IpAddr {
    request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip().to_canonical())
}

/// The address of the client: the peer's, or where that is a trusted proxy the nearest one that is
/// none.
#[must_use]
pub fn client_address(request: &HttpRequest) -> IpAddr {
    let mut nearest = peer(request);
    let Some(edge) = request.app_data::<Data<Edge>>() else { return nearest };
    for hop in told(request) {
        // What is no address ends the list: whoever wrote it is the last one that is known.
        let Some(address) = hop.address else { break };
        nearest = address;
        if !edge.proxies.trust(address) {
            break;
        }
    }
    nearest
}

/// Whether the client speaks HTTPS, to the service or to the proxy before it.
#[must_use]
pub fn is_https(request: &HttpRequest) -> bool {
    let said = told(request).into_iter().next().and_then(|hop| hop.scheme);
    request.app_config().secure() || said.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
}

/// The address under which the client reached the service: its scheme and its host.
#[must_use]
pub fn reached(request: &HttpRequest) -> String {
    let scheme = if is_https(request) { "https" } else { "http" };
    let said = told(request).into_iter().next().and_then(|hop| hop.host);
    let sent = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    // HTTP/2 has no Host: its authority is part of the address.
    let asked = request.uri().authority().map(ToString::to_string);
    let host = [said, sent, asked].into_iter().flatten().find(|host| is_host(host));
    let host = host.unwrap_or_else(|| request.app_config().host().to_owned());
    format!("{scheme}://{host}")
}

/// Whether a text is a host, and a port if there is one: nothing that could be read as more than
/// that.
fn is_host(text: &str) -> bool {
    !text.contains('@') && text.parse::<Authority>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn said(header: Forwarded, lines: &[(&str, &str)]) -> Vec<Option<String>> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let name: HeaderName = name.parse().unwrap();
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        let proxies = Proxies::new(Vec::new(), header);
        proxies.hops(&headers).into_iter().map(|hop| hop.address.map(|one| one.to_string())).collect()
    }

    #[test]
    fn what_proxies_say_is_read_from_the_right() {
        let some = |text: &str| Some(text.to_owned());
        let lines =
            [("x-forwarded-for", "198.51.100.1, 203.0.113.7:4711"), ("x-forwarded-for", "[2001:db8::1]")];
        assert_eq!(
            said(Forwarded::XForwarded, &lines),
            [some("2001:db8::1"), some("203.0.113.7"), some("198.51.100.1")]
        );
        let lines =
            [("forwarded", "for=unknown, For=\"[2001:db8::1]:80\";proto=https, for=::ffff:192.0.2.1")];
        assert_eq!(said(Forwarded::Forwarded, &lines), [some("192.0.2.1"), some("2001:db8::1"), None]);
        assert_eq!(said(Forwarded::Forwarded, &[("x-forwarded-for", "192.0.2.1")]), []);
    }

    #[test]
    fn a_host_is_nothing_more_than_that() {
        for host in ["greffe.example", "greffe.example:8443", "[2001:db8::1]:80", "127.0.0.1"] {
            assert!(is_host(host), "{host}");
        }
        for wrong in ["", "greffe.example/path", "user@greffe.example", "a b", "https://greffe.example"] {
            assert!(!is_host(wrong), "{wrong}");
        }
    }
}
