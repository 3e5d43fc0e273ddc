//! What the service goes by where it meets the network: whom it believes, and how long it waits.

use super::client::Proxies;
use super::cors::Origin;
use super::limits::Limits;
use ipnet::IpNet;
use std::time::Duration;

/// The edge of the service.
pub struct Edge {
    /// Who may say for whom they ask.
    pub proxies: Proxies,
    /// The web pages whose scripts may ask.
    pub origins: Vec<Origin>,
    /// The limit on requests of who is not signed in, by network, where there is one.
    pub strangers: Option<Limits<IpNet>>,
    /// How long the body of a request may take to arrive.
    pub body_timeout: Duration,
    /// How long a request may take as a whole.
    pub request_timeout: Duration,
}

/// Nobody is believed, and nobody waits for ever.
impl Default for Edge {
    fn default() -> Self {
        Self {
            proxies: Proxies::default(),
            origins: Vec::new(),
            strangers: None,
            body_timeout: Duration::from_secs(30),
            request_timeout: Duration::from_secs(60),
        }
    }
}
