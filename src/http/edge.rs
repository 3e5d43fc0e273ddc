//! The rules by which the service meets the network: whom it believes, and how long it waits.

use super::client::Proxies;
use super::cors::Origin;
use super::limits::Limits;
use crate::ids::UserId;
use ipnet::IpNet;
use std::time::Duration;

/// The edge of the service.
pub struct Edge {
    /// The proxies that may say for whom they ask.
    pub proxies: Proxies,
    /// The web pages whose scripts may ask.
    pub origins: Vec<Origin>,
    /// The limit on requests of callers who are not signed in, by network, if there is one.
    pub anonymous: Option<Limits<IpNet>>,
    /// The limit on requests of service accounts, each by itself, if there is one.
    pub services: Option<Limits<UserId>>,
    /// The time that the body of a request may take to arrive.
    pub body_timeout: Duration,
    /// The time that a request may take as a whole.
    pub request_timeout: Duration,
}

/// Nobody is believed, and nobody waits for ever.
impl Default for Edge {
    fn default() -> Self {
        Self {
            proxies: Proxies::default(),
            origins: Vec::new(),
            anonymous: None,
            services: None,
            body_timeout: Duration::from_secs(30),
            request_timeout: Duration::from_secs(60),
        }
    }
}
