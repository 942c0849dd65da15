//! What became of a link to another site, and how its host is treated.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

/// What became of a link to another site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It answers.
    Well,
    /// It answers under another address.
    Moved {
        /// The address at the end of the redirects, with the fragment of the link unless a redirect
        /// names one.
        to: String,
        /// Whether every redirect on the way says that it is for good (301, 308).
        permanent: bool,
    },
    /// The server answers that there is no such page (404) or no longer (410).
    Gone { status: u16 },
    /// There is no answer, or one that no reader can use.
    Failed {
        /// The reason, as the end of a sentence about the link.
        why: String,
    },
    /// The server answers, but not to a program, or not without a password. What a reader would see
    /// is unknown. Where a site wants cookies it is the status of the redirect.
    Refused { status: u16 },
    /// It was not asked: it is not an address of the web, one with a name or password in it, or one that
    /// the settings leave out. So is a link that redirects to the latter two.
    Skipped,
}

/// How hosts are treated.
pub struct Manners<'a> {
    /// How long the look-up of a name may take, and again the making of a connection.
    pub connect: Duration,
    /// How long an answer may take, to the end of its headers.
    pub reply: Duration,
    /// How long a host has peace between two requests.
    pub pause: Duration,
    /// How much later a server may ask to be asked again. One that wants longer is not asked again.
    pub patience: Duration,
    /// Whether the proxy that the environment names is used (`ALL_PROXY`, `HTTPS_PROXY`,
    /// `HTTP_PROXY`, `NO_PROXY`).
    pub proxy: bool,
    /// Waits.
    pub wait: &'a (dyn Fn(Duration) + Sync),
}

/// Whose patience a request takes: a name, whatever the port.
pub(super) fn host_name(address: &Url) -> String {
    address.host_str().unwrap_or_default().to_owned()
}
