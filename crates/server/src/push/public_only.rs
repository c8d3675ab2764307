//! Looking up names so that only addresses out there are called: no name leads into this machine's own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Gives the addresses of a name that are out there.
pub(super) struct PublicOnly;

#[derive(Debug, thiserror::Error)]
#[error("the name leads to no public address")]
struct NotPublic;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() { Err(NotPublic.into()) } else { Ok(Box::new(public.into_iter()) as Addrs) }
        })
    }
}

const fn v4(a: u8, b: u8, c: u8, length: u8) -> IpNet {
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, 0), length))
}

const fn v6(a: u16, b: u16, length: u8) -> IpNet {
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0), length))
}

/// Where all public addresses of IPv6 are.
const GLOBAL_UNICAST: IpNet = v6(0x2000, 0, 3);

/// What is not for everybody (<https://www.iana.org/assignments/iana-ipv4-special-registry>, and the same for IPv6 inside of
/// [`GLOBAL_UNICAST`]): this machine and its networks, documentation, tunnels, multicast, reserved.
const SPECIAL: [IpNet; 19] = [
    v4(0, 0, 0, 8),
    v4(10, 0, 0, 8),
    v4(100, 64, 0, 10),
    v4(127, 0, 0, 8),
    v4(169, 254, 0, 16),
    v4(172, 16, 0, 12),
    v4(192, 0, 0, 24),
    v4(192, 0, 2, 24),
    v4(192, 88, 99, 24),
    v4(192, 168, 0, 16),
    v4(198, 18, 0, 15),
    v4(198, 51, 100, 24),
    v4(203, 0, 113, 24),
    v4(224, 0, 0, 4),
    v4(240, 0, 0, 4),
    v6(0x2001, 0, 23),
    v6(0x2001, 0x0db8, 32),
    v6(0x2002, 0, 16),
    v6(0x3fff, 0, 20),
];

fn is_public(address: IpAddr) -> bool {
    let address = address.to_canonical();
    (address.is_ipv4() || GLOBAL_UNICAST.contains(&address))
        && !SPECIAL.iter().any(|network| network.contains(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_out_there_are_public() {
        let public = |address: &str| is_public(address.parse().unwrap());
        for address in
            ["8.8.8.8", "142.250.185.106", "172.32.0.1", "100.128.0.1", "2a00:1450:4001:82f::200a", "::ffff:8.8.8.8"]
        {
            assert!(public(address), "{address}");
        }
        for address in [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "198.19.0.1",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!public(address), "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_of_this_machine_leads_nowhere() {
        let found = PublicOnly.resolve("localhost".parse().unwrap()).await;
        assert_eq!(found.err().map(|error| error.to_string()).as_deref(), Some("the name leads to no public address"));
    }
}
