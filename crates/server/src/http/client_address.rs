//! Where a request comes from, also behind proxies.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use http::HeaderMap;
use http::request::Parts;
use ipnet::IpNet;

use super::Problem;
use crate::app::App;

/// What proxies say about whom they speak for; each adds the address that it was called from at the end.
const FORWARDED: &str = "x-forwarded-for";

/// The address of the person's device, or of the network that it is in: the last one that a trusted proxy vouches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What attempts are counted by. An IPv6 subscriber has a whole /64 to choose addresses from.
    ///
    /// `None` for this machine itself: its owner needs no limit, and a proxy that does not say whom it speaks for must not put
    /// everybody behind one.
    #[must_use]
    pub fn counted_by(&self) -> Option<String> {
        match self.0 {
            address if address.is_loopback() => None,
            IpAddr::V4(address) => Some(address.to_string()),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Some(format!("{a:x}:{b:x}:{c:x}:{d:x}::/64"))
            }
        }
    }
}

impl<S> FromRequestParts<S> for ClientAddress
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let app = App::from_ref(state);
        let ConnectInfo(peer) = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .ok_or_else(|| Problem::internal("the connection has no address"))?;
        Ok(Self(client(peer.ip(), &parts.headers, &app.settings.trusted_proxies)))
    }
}

/// Goes back from the connection's other end, proxy by proxy, for as long as they are trusted. Whatever a client wrote into the
/// header itself stands before the first address that is not a trusted proxy's, and is not read.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let mut address = peer.to_canonical();
    let values = headers.get_all(FORWARDED).iter().rev();
    // As bytes: what a client wrote need not be text, and must not take with it what a proxy added behind it.
    for claimed in values.flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b',')) {
        if !trusted.iter().any(|network| network.contains(&address)) {
            break;
        }
        let Some(before) = str::from_utf8(claimed).ok().and_then(|claimed| claimed.trim().parse::<IpAddr>().ok())
        else {
            break;
        };
        address = before.to_canonical();
    }
    address
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn only_what_trusted_proxies_say_is_believed() {
        let trusted: Vec<IpNet> = ["127.0.0.0/8", "10.0.0.0/8"].iter().map(|net| net.parse().unwrap()).collect();
        for (peer, forwarded, expected) in [
            ("203.0.113.7", vec![], "203.0.113.7"),
            // A stranger claims to be somebody else.
            ("203.0.113.7", vec!["198.51.100.1"], "203.0.113.7"),
            ("127.0.0.1", vec!["198.51.100.1"], "198.51.100.1"),
            // The client itself sent a header; the proxy added the truth.
            ("127.0.0.1", vec!["192.0.2.66, 198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", vec!["192.0.2.66", "198.51.100.1"], "198.51.100.1"),
            // Two proxies of ours in a row.
            ("127.0.0.1", vec!["192.0.2.66, 198.51.100.1, 10.1.2.3"], "198.51.100.1"),
            // What it sent need not be text.
            ("127.0.0.1", vec!["é, 198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", vec!["nonsense"], "127.0.0.1"),
            ("127.0.0.1", vec!["198.51.100.1, nonsense, 10.1.2.3"], "10.1.2.3"),
            ("::ffff:127.0.0.1", vec!["2001:db8::1"], "2001:db8::1"),
        ] {
            let mut headers = HeaderMap::new();
            for value in &forwarded {
                headers.append(FORWARDED, HeaderValue::from_str(value).unwrap());
            }
            let found = client(peer.parse().unwrap(), &headers, &trusted);
            assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn a_subscriber_is_counted_as_one_and_this_machine_not_at_all() {
        for (address, counted) in [
            ("198.51.100.1", Some("198.51.100.1")),
            ("2001:db8:1:2:3:4:5:6", Some("2001:db8:1:2::/64")),
            ("127.0.0.1", None),
            ("::1", None),
        ] {
            assert_eq!(ClientAddress(address.parse().unwrap()).counted_by().as_deref(), counted);
        }
    }
}
