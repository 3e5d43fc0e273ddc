#!/usr/bin/env bash
# http 1.5.0 and ureq 3.5.2 (Rust): an address whose port is over 65535 is read without complaint, has no port then
# (`Uri::port_u16` is None), and ureq sends the request to port 80, or 443, of the same host. RFC 3986 (3.2.3) has any number of
# digits as a port, so the text is an address; url 2.5.8 refuses the same text as `InvalidPort`.
#
# Who types a digit too many for a webhook sends what is meant for their receiver to whatever else listens on that host, and is told
# of an answer. `egress.rs` refuses an address with a colon behind its host and no port.
# Needs a Rust toolchain and crates.io. Nothing is connected to.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "probe"
version = "0.1.0"
edition = "2021"

[dependencies]
http = "=1.5.0"
ureq = { version = "=3.5.2", default-features = false }
url = "=2.5.8"
TOML
cat >"$folder/src/main.rs" <<'RUST'
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

/// Says where a request would go, and stops it there.
#[derive(Debug)]
struct Told(DefaultResolver);

impl Resolver for Told {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        println!("  ureq goes to {:?}", &found[..]);
        Err(Error::HostNotFound)
    }
}

fn main() {
    for address in ["http://127.0.0.1:65535/", "http://127.0.0.1:65536/", "http://127.0.0.1:99999999999/"] {
        let uri: Uri = address.parse().unwrap();
        println!("{address} http {:?}", uri.port_u16());
        println!("  url {:?}", url::Url::parse(address).map(|url| url.port()));
        let agent = Agent::with_parts(Config::default(), DefaultConnector::default(), Told(DefaultResolver::default()));
        let _ = agent.get(address).call();
    }
}
RUST
cargo run --quiet --manifest-path "$folder/Cargo.toml" >"$folder/said"
cat "$folder/said"
diff - "$folder/said" <<'SEEN'
http://127.0.0.1:65535/ http Some(65535)
  url Ok(Some(65535))
  ureq goes to [127.0.0.1:65535]
http://127.0.0.1:65536/ http None
  url Err(InvalidPort)
  ureq goes to [127.0.0.1:80]
http://127.0.0.1:99999999999/ http None
  url Err(InvalidPort)
  ureq goes to [127.0.0.1:80]
SEEN
echo "as seen: a port that there cannot be is no port, and the request goes to the one of the scheme"
