//! Hosts, each asked one thing at a time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::fmt::rfc2822;
use ureq::Agent;
use ureq::http::{HeaderMap, header};
use url::Url;

use crate::edge::clock::now;
use crate::edge::link_checker::answer::{Answer, Manners, host_name};
use crate::edge::link_checker::failure::{Kind, Trouble, trouble};

/// What a server has to say of an address.
pub(super) struct Reply {
    pub(super) status: u16,
    /// Where it points, as it says it: relative, or no address at all.
    pub(super) location: Option<String>,
    /// Whether it hands out cookies.
    pub(super) cookies: bool,
    retry_after: Option<Duration>,
}

/// All hosts that this run has met.
pub(super) struct Hosts<'a> {
    agent: Agent,
    manners: &'a Manners<'a>,
    met: Mutex<BTreeMap<String, Arc<Mutex<Host>>>>,
}

/// A host. Whoever holds its lock has its ear.
#[derive(Default)]
struct Host {
    /// When it was last spoken to.
    left: Option<Instant>,
    /// Its servers, by scheme and port.
    servers: BTreeMap<String, Server>,
}

/// What is known of one server of a host.
#[derive(Default)]
struct Server {
    /// Whether it does not know what to do with HEAD.
    headless: bool,
    /// How many requests in a row it let pass in silence.
    silent: usize,
    /// The answer for all other addresses there, once there is no use in asking.
    closed: Option<Answer>,
}

/// So many requests in a row without an answer are enough: two addresses, with both methods.
const SILENT: usize = 4;

/// A server that sends more headers than this makes no sense.
const HEADERS: usize = 64 * 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Head,
    Get,
}

/// What an address may have once: another try.
struct Tries {
    /// After a connection failed or broke.
    broken: bool,
    /// After the server said when.
    busy: bool,
}

impl<'a> Hosts<'a> {
    pub(super) fn new(manners: &'a Manners<'a>) -> Self {
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .user_agent(concat!("crosslight/", env!("CARGO_PKG_VERSION"), " (link checker)"))
            // By hand, so that every step can be looked at.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(HEADERS)
            .max_idle_connections_per_host(1)
            .timeout_resolve(Some(manners.connect))
            .timeout_connect(Some(manners.connect))
            .timeout_send_request(Some(manners.reply))
            .timeout_recv_response(Some(manners.reply));
        if !manners.proxy {
            config = config.proxy(None);
        }
        Self { agent: config.build().into(), manners, met: Mutex::default() }
    }

    /// What the server of `address` says of it: asked with HEAD, and with GET if that does not end
    /// well, as many servers know only GET.
    ///
    /// # Errors
    /// The answer for `address`, if there was no reply, or if its server is not to be asked any more.
    pub(super) fn visit(&self, address: &Url) -> Result<Reply, Answer> {
        let host = {
            let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(met.entry(host_name(address)).or_default())
        };
        let mut host = host.lock().unwrap_or_else(PoisonError::into_inner);
        let Host { left, servers } = &mut *host;
        let server = servers.entry(address.origin().ascii_serialization()).or_default();
        if let Some(answer) = &server.closed {
            return Err(answer.clone());
        }

        let mut tries = Tries { broken: true, busy: true };
        let mut ask = |method| self.insist(method, address, &mut tries, left, &mut server.silent);
        let heard = if server.headless {
            ask(Method::Get)
        } else {
            let head = ask(Method::Head);
            let (done, puzzled) = match &head {
                Ok(Reply { status: 503, retry_after: Some(_), .. }) => (true, false),
                Ok(reply) => (reply.status < 400 || reply.status == 429, matches!(reply.status, 405 | 501)),
                Err(trouble) => (matches!(trouble.kind, Kind::Away | Kind::Insecure), true),
            };
            if done {
                head
            } else {
                let get = ask(Method::Get);
                server.headless = puzzled && get.as_ref().is_ok_and(|reply| reply.status < 400);
                get
            }
        };

        match heard {
            Ok(reply) => {
                if reply.status == 429 {
                    server.closed = Some(Answer::Refused { status: 429 });
                }
                Ok(reply)
            }
            Err(trouble) => {
                let answer = Answer::Failed { why: trouble.why };
                if matches!(trouble.kind, Kind::Away | Kind::Insecure) || server.silent >= SILENT {
                    server.closed = Some(answer.clone());
                }
                Err(answer)
            }
        }
    }

    /// Asks again where that may help: once when the connection fails, and once at the time that a
    /// busy server names.
    fn insist(
        &self,
        method: Method,
        address: &Url,
        tries: &mut Tries,
        left: &mut Option<Instant>,
        silent: &mut usize,
    ) -> Result<Reply, Trouble> {
        loop {
            let heard = self.request(method, address, left);
            match &heard {
                Err(trouble) => {
                    *silent = if trouble.kind == Kind::Silent { *silent + 1 } else { 0 };
                    // A connection that breaks after HEAD is tried again with GET.
                    let broken = trouble.kind == Kind::Away || trouble.kind == Kind::Cut && method == Method::Get;
                    if !broken || !std::mem::take(&mut tries.broken) {
                        return heard;
                    }
                }
                Ok(reply) => {
                    *silent = 0;
                    let after = reply.retry_after.filter(|after| *after <= self.manners.patience);
                    match after {
                        Some(after) if matches!(reply.status, 429 | 503) && std::mem::take(&mut tries.busy) => {
                            (self.manners.wait)(after);
                        }
                        _ => return heard,
                    }
                }
            }
        }
    }

    /// One request, after the pause that the host is due.
    fn request(&self, method: Method, address: &Url, left: &mut Option<Instant>) -> Result<Reply, Trouble> {
        if let Some(left) = *left {
            let due = self.manners.pause.saturating_sub(left.elapsed());
            if !due.is_zero() {
                (self.manners.wait)(due);
            }
        }
        let request = match method {
            Method::Head => self.agent.head(address.as_str()),
            Method::Get => self.agent.get(address.as_str()),
        };
        // The body is dropped unread, and its connection with it: nothing in it is of interest, and
        // some have no end.
        let heard = request.call().map(|response| {
            let headers = response.headers();
            Reply {
                status: response.status().as_u16(),
                location: headers
                    .get(header::LOCATION)
                    .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
                cookies: headers.contains_key(header::SET_COOKIE),
                retry_after: retry_after(headers),
            }
        });
        *left = Some(Instant::now());
        heard.map_err(|error| trouble(&error, &host_name(address), self.manners))
    }
}

/// How long a server wants to be left alone: a number of seconds or a date (RFC 9110, section
/// 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = rfc2822::parse(value).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(now())).unwrap_or_default())
}
