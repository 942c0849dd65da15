//! Why there was no reply, in words for a writer.

use std::io::{self, ErrorKind};
use std::time::Duration;

use ureq::http::StatusCode;
use ureq::{Error, Timeout};

use crate::edge::link_checker::answer::Manners;

/// Why a request had no reply.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) kind: Kind,
    /// As the end of a sentence about the link.
    pub(super) why: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// There is no connection to be had: no other address there would fare better.
    Away,
    /// There is no secure connection to be had, and none after another try.
    Insecure,
    /// The connection broke.
    Cut,
    /// The time was up.
    Silent,
    /// What came makes no sense.
    Strange,
}

/// What `error` means, met at `host` with such manners.
pub(super) fn trouble(error: &Error, host: &str, manners: &Manners<'_>) -> Trouble {
    let seconds = |time: Duration| {
        let unit = if time == Duration::from_secs(1) { "second" } else { "seconds" };
        format!("{} {unit}", time.as_secs_f32())
    };
    let (kind, why) = match error {
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            (Kind::Away, format!("`{host}` did not take a connection within {}", seconds(manners.connect)))
        }
        Error::Timeout(_) => (Kind::Silent, format!("`{host}` did not answer within {}", seconds(manners.reply))),
        Error::HostNotFound => (Kind::Away, unknown(host)),
        Error::ConnectionFailed => (Kind::Away, format!("`{host}` cannot be reached")),
        Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => {
            (Kind::Away, format!("the proxy that is set does not connect to `{host}`"))
        }
        Error::Io(error) => at_the_socket(error, host),
        Error::Tls(_) | Error::Rustls(_) | Error::TlsRequired => (Kind::Insecure, insecure(&error.to_string(), host)),
        Error::LargeResponseHeader(..) => (Kind::Strange, endless(host)),
        // More of them than anybody sends. The error's type is not ours to match.
        Error::Protocol(error) if error.to_string().contains("too many headers") => (Kind::Strange, endless(host)),
        Error::Protocol(_) => (Kind::Strange, format!("what `{host}` answers is not HTTP")),
        Error::Http(_) | Error::BadUri(_) => (Kind::Strange, "it is not an address that can be asked".to_owned()),
        _ => (Kind::Strange, format!("`{host}` could not be asked: {error}")),
    };
    Trouble { kind, why }
}

fn unknown(host: &str) -> String {
    format!("there is no host `{host}`")
}

fn endless(host: &str) -> String {
    format!("`{host}` sends headers without end")
}

fn at_the_socket(error: &io::Error, host: &str) -> (Kind, String) {
    let said = error.to_string();
    match error.kind() {
        ErrorKind::ConnectionRefused => (Kind::Away, format!("`{host}` refuses connections")),
        ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable
        | ErrorKind::TimedOut => (Kind::Away, format!("`{host}` cannot be reached")),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => (Kind::Cut, format!("`{host}` closes the connection without an answer")),
        // The certificate is looked at while reading and writing.
        ErrorKind::InvalidData => (Kind::Insecure, insecure(&said, host)),
        _ if said.starts_with("failed to lookup address") || matches!(error.raw_os_error(), Some(11001..=11004)) => {
            // The standard library has no kind for it. These are glibc's, musl's and macOS' words for
            // a name that nobody has, and Windows' number.
            let none = ["not known", "does not resolve", "No address associated"];
            if none.iter().any(|none| said.contains(none)) || matches!(error.raw_os_error(), Some(11001 | 11004)) {
                (Kind::Away, unknown(host))
            } else {
                (Kind::Away, format!("the name `{host}` cannot be looked up at the moment"))
            }
        }
        _ => (Kind::Strange, format!("`{host}` could not be asked: {said}")),
    }
}

/// What the TLS library said, which has no type to be matched without depending on it.
fn insecure(said: &str, host: &str) -> String {
    let reasons = [
        ("not valid yet", "is not valid yet"),
        ("NotValidYet", "is not valid yet"),
        ("expired", "has expired"),
        ("Expired", "has expired"),
        ("not valid for name", "is for another name"),
        ("NotValidForName", "is for another name"),
        ("UnknownIssuer", "is from nobody whom browsers trust"),
        ("Revoked", "was withdrawn"),
        ("invalid peer certificate", "is not a valid one"),
    ];
    match reasons.iter().find(|(sign, _)| said.contains(sign)) {
        Some((_, reason)) => format!("the certificate of `{host}` {reason}"),
        None => format!("there is no secure connection to `{host}`: {said}"),
    }
}

/// `404 Not Found`, or the number alone where it has no name.
pub(super) fn status_words(status: u16) -> String {
    let name = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    name.map_or_else(|| status.to_string(), |name| format!("{status} {name}"))
}

#[cfg(test)]
mod tests {
    use super::insecure;

    #[test]
    fn certificates_are_spoken_of_plainly() {
        for (said, why) in [
            (
                "invalid peer certificate: UnknownIssuer",
                "the certificate of `a.org` is from nobody whom browsers trust",
            ),
            (
                "invalid peer certificate: certificate expired: verification time 2 (UNIX), but certificate is not valid after 1 (1 seconds ago)",
                "the certificate of `a.org` has expired",
            ),
            (
                "invalid peer certificate: certificate not valid for name \"a.org\"; certificate is only valid for DnsName(\"b.org\")",
                "the certificate of `a.org` is for another name",
            ),
            (
                "invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))",
                "the certificate of `a.org` is not a valid one",
            ),
            (
                "received fatal alert: HandshakeFailure",
                "there is no secure connection to `a.org`: received fatal alert: HandshakeFailure",
            ),
        ] {
            assert_eq!(insecure(said, "a.org"), why);
        }
    }
}
