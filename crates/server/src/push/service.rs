//! Which push services are called: any out there by its name and HTTPS, and those of the operator's own. A browser says where its
//! service is, so a member could say anything: nothing of this network is called because they do.

use std::net::IpAddr;

use reqwest::Url;

use super::Refused;

/// The operator's own services, by their origins.
pub(super) struct Services(Vec<String>);

impl Services {
    pub(super) fn new(own: &[Url]) -> Self {
        Self(own.iter().map(|url| url.origin().ascii_serialization()).collect())
    }

    /// Whether an address may be called; then whether it is of the operator's own.
    pub(super) fn check(&self, endpoint: &str) -> Result<bool, Refused> {
        let url = Url::parse(endpoint).map_err(|_| Refused::Endpoint)?;
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(Refused::Endpoint);
        }
        if self.0.contains(&url.origin().ascii_serialization()) {
            return Ok(true);
        }
        let host = url.host_str().unwrap_or_default();
        // Push services have names, and each answers at the usual port. What a name leads to is looked at when it is called.
        let is_named = host.contains('.') && host.trim_matches(['[', ']']).parse::<IpAddr>().is_err();
        if url.scheme() == "https" && url.port().is_none() && is_named { Ok(false) } else { Err(Refused::Endpoint) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_named_services_out_there_and_the_operators_own_are_called() {
        let own = ["http://127.0.0.1:9000".parse().unwrap(), "https://push.lan".parse().unwrap()];
        let services = Services::new(&own);
        for (endpoint, called) in [
            ("https://fcm.googleapis.com/fcm/send/abc", Ok(false)),
            ("https://updates.push.services.mozilla.com/wpush/v2/abc", Ok(false)),
            ("http://127.0.0.1:9000/push/1", Ok(true)),
            ("https://push.lan/1", Ok(true)),
            ("http://push.lan/1", Err(Refused::Endpoint)),
            ("http://127.0.0.1:9001/push/1", Err(Refused::Endpoint)),
            ("http://fcm.googleapis.com/abc", Err(Refused::Endpoint)),
            ("https://fcm.googleapis.com:8443/abc", Err(Refused::Endpoint)),
            ("https://ann:secret@fcm.googleapis.com/abc", Err(Refused::Endpoint)),
            ("https://fcm.googleapis.com/abc#x", Err(Refused::Endpoint)),
            ("https://93.184.216.34/abc", Err(Refused::Endpoint)),
            ("https://127.0.0.1/abc", Err(Refused::Endpoint)),
            ("https://0x7f.1/abc", Err(Refused::Endpoint)),
            ("https://2130706433/abc", Err(Refused::Endpoint)),
            ("https://[::1]/abc", Err(Refused::Endpoint)),
            ("https://localhost/abc", Err(Refused::Endpoint)),
            ("file:///etc/passwd", Err(Refused::Endpoint)),
            ("", Err(Refused::Endpoint)),
        ] {
            assert_eq!(services.check(endpoint), called, "{endpoint}");
        }
    }
}
