//! A preview over HTTP: what the engine answers, as a real host would answer it, and nothing else.
//!
//! No file is opened for a request. A request names a page, exactly or not at all, and asks the
//! engine ([`crate::edge::preview`]), which has everything in memory. Only requests for this very host are
//! answered, and pages of other origins learn nothing: a preview shows what is not published yet.

mod answer;

use std::net::{IpAddr, SocketAddr, TcpListener as Listener};
use std::sync::mpsc::Sender;
use std::time::Duration;

use anyhow::{Result, bail};
use axum::Router;
use axum::extract::{Extension, Query, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::unfold;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio_io_timeout::TimeoutStream;

use crate::edge::preview::{Event, PageReply, Push, SCRIPT};
use crate::edge::refusal;

use answer::found;

/// The browser end.
const LIVE: &str = include_str!("server/client.js");

/// How many ports after the one that was asked for are tried.
const PORTS: u16 = 50;

/// How long a request may take to arrive, and a connection may idle.
const REQUEST: Duration = Duration::from_secs(5);

/// How long a client may leave unread what is sent to it.
const UNREAD: Duration = Duration::from_secs(30);

/// The most that the head of a request may have: bytes, and fields.
const HEAD: usize = 16 * 1024;
const FIELDS: usize = 100;

/// How many messages may wait for a browser. One that is further behind begins anew.
const WAITING: usize = 64;

/// How often a browser that hears nothing is told that the preview still runs, which is also how it
/// is noticed that a browser has gone.
const ALIVE: Duration = Duration::from_secs(20);

/// What all requests share.
#[derive(Clone)]
struct Shared {
    events: Sender<Event>,
    /// The name that the server was told to listen at.
    hostname: String,
}

/// The address that a connection came in on.
#[derive(Clone, Copy)]
struct Local(IpAddr);

/// Takes a port: the one that is asked for, or the next that is free.
///
/// # Errors
/// If there is none, or the address is not one of this machine.
pub fn listen(hostname: &str, port: u16) -> Result<Listener> {
    allow_many_files();
    let last = if port == 0 { 0 } else { port.saturating_add(PORTS) };
    for tried in port..=last {
        match Listener::bind((hostname, tried)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                bail!(
                    "port {tried} is kept by the system for programs with more rights\nchoose one above 1023 with --port"
                )
            }
            Err(error) => {
                bail!(
                    "cannot listen at `{hostname}`: {}\ngive --hostname a name or address of this machine, as in `localhost`",
                    unlistenable(&error)
                );
            }
        }
    }
    match last {
        last if last == port => bail!("port {port} is taken\nchoose another one with --port"),
        last => bail!("the ports {port} to {last} are all taken\nchoose another one with --port"),
    }
}

/// Why nobody can listen at an address.
fn unlistenable(error: &std::io::Error) -> String {
    let said = error.to_string();
    match error.kind() {
        std::io::ErrorKind::AddrNotAvailable => "it is not an address of this machine".to_owned(),
        _ if said.starts_with("failed to lookup address") => "nobody knows this name".to_owned(),
        _ => refusal::reason(error),
    }
}

/// Serves until the process ends.
///
/// # Errors
/// If the system gives no thread or timer for it.
pub fn serve(listener: Listener, hostname: &str, events: Sender<Event>) -> Result<()> {
    let shared = Shared { events, hostname: hostname.to_ascii_lowercase() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let router = router(shared);
        loop {
            match listener.accept().await {
                Ok((stream, _)) => drop(tokio::spawn(connection(stream, router.clone()))),
                // No more connections are allowed: some will end.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    })
}

/// Each connection is an open file, and many systems allow a program a thousand unless it asks.
#[cfg(unix)]
fn allow_many_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    // macOS refuses more, whatever it says its limit is.
    let most = if cfg!(target_vendor = "apple") { Some(maximum.unwrap_or(u64::MAX).min(10_240)) } else { maximum };
    // What is refused here shows when files run out, and that is survived.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: most, maximum });
}

#[cfg(not(unix))]
fn allow_many_files() {}

async fn connection(stream: TcpStream, router: Router) {
    let Ok(local) = stream.local_addr().map(|local: SocketAddr| local.ip()) else { return };
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(UNREAD));
    let service = TowerToHyperService::new(router.layer(Extension(Local(local))));
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(REQUEST).max_buf_size(HEAD).max_headers(FIELDS);
    // Whatever goes wrong is the client's doing, and it has been answered or is gone.
    let _ = http.serve_connection(TokioIo::new(Box::pin(stream)), service).await;
}

fn router(shared: Shared) -> Router {
    let own = Router::new()
        .route(SCRIPT, get(async || ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], LIVE)))
        .route("/.crosslight/events", get(events))
        .route("/.crosslight/margin", get(margin))
        .route("/.crosslight/unlinked", get(unlinked))
        .route("/.crosslight/status", get(status))
        .layer(from_fn(same_origin));
    own.fallback(page).layer(from_fn_with_state(shared.clone(), guard)).with_state(shared)
}

/// Lets in what asks for this host, and adds what every answer has.
async fn guard(
    State(shared): State<Shared>,
    Extension(local): Extension<Local>,
    request: Request,
    next: Next,
) -> Response {
    let mut answer = if !is_own_host(&request, &shared.hostname, local.0) {
        let why =
            "This preview answers only to its own address. To reach it by another name, start it with --hostname.";
        (StatusCode::FORBIDDEN, why).into_response()
    } else if request.method() == Method::GET || request.method() == Method::HEAD {
        next.run(request).await
    } else {
        (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response()
    };
    let fields = answer.headers_mut();
    fields.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    fields.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    fields.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    answer
}

/// Whether a request is for this server by a name of its own. A page elsewhere could have its own
/// name lead here (DNS rebinding), and would read everything then.
fn is_own_host(request: &Request, hostname: &str, local: IpAddr) -> bool {
    let mut given = request.headers().get_all(header::HOST).iter();
    let (Some(host), None) = (given.next(), given.next()) else { return false };
    let is_own = |authority: &str| {
        let Ok(parsed) = authority.parse::<axum::http::uri::Authority>() else { return false };
        let name = parsed.host().to_ascii_lowercase();
        let port = &authority[name.len().min(authority.len())..];
        let is_plain = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
        let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        let own_name = name == "localhost" || name == hostname;
        let own_address = |address: IpAddr| {
            let (address, local) = (address.to_canonical(), local.to_canonical());
            address == local || (address.is_loopback() && local.is_loopback())
        };
        is_plain && !authority.contains('@') && (own_name || address.is_ok_and(own_address))
    };
    let in_line = request.uri().authority().is_none_or(|authority| is_own(authority.as_str()));
    in_line && host.to_str().is_ok_and(is_own)
}

/// Refuses pages of other origins what is meant for those of the preview.
async fn same_origin(request: Request, next: Next) -> Response {
    let fields = request.headers();
    let host = fields.get(header::HOST).map_or(&[][..], HeaderValue::as_bytes);
    let own = [b"http://", host].concat();
    let foreign = fields.get_all(header::ORIGIN).iter().any(|origin| origin.as_bytes() != own);
    let across = fields.get_all("sec-fetch-site").iter().any(|site| site == "cross-site");
    if foreign || across {
        return (StatusCode::FORBIDDEN, "Only pages of this preview may ask for this.").into_response();
    }
    next.run(request).await
}

/// The page that a browser end asks about.
#[derive(Deserialize)]
struct About {
    #[serde(default)]
    page: String,
}

impl About {
    fn path(&self) -> String {
        decoded(&self.page).unwrap_or_else(|| "/".to_owned())
    }
}

/// The path that a request means; `None` if it is not text.
fn decoded(path: &str) -> Option<String> {
    percent_decode_str(path).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// Asks the engine. An engine that has stopped answers nobody.
async fn ask<T>(events: &Sender<Event>, event: impl FnOnce(oneshot::Sender<T>) -> Event) -> Result<T, StatusCode> {
    let (reply, answer) = oneshot::channel();
    events.send(event(reply)).map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    answer.await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}

async fn events(State(shared): State<Shared>, Query(about): Query<About>) -> Response {
    let (client, messages) = mpsc::channel(WAITING);
    if shared.events.send(Event::Open { path: about.path(), client }).is_err() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let next = async |mut messages: mpsc::Receiver<Push>| {
        let Push { event, data } = messages.recv().await?;
        Some((Ok::<_, std::convert::Infallible>(sse::Event::default().event(event).data(data)), messages))
    };
    Sse::new(unfold(messages, next)).keep_alive(KeepAlive::new().interval(ALIVE)).into_response()
}

async fn margin(State(shared): State<Shared>, Query(about): Query<About>) -> Response {
    match ask(&shared.events, |reply| Event::Margin { path: about.path(), reply }).await {
        Ok(margin) => in_json(&margin.unwrap_or_else(|| json!({}))),
        Err(status) => status.into_response(),
    }
}

async fn unlinked(State(shared): State<Shared>, Query(about): Query<About>) -> Response {
    let found = ask(&shared.events, |reply| Event::Unlinked { path: about.path(), reply }).await;
    found.map_or_else(IntoResponse::into_response, |found| in_json(&found))
}

async fn status(State(shared): State<Shared>) -> Response {
    let status = ask(&shared.events, |reply| Event::Status { reply }).await;
    status.map_or_else(IntoResponse::into_response, |status| in_json(&status))
}

fn in_json(value: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

async fn page(State(shared): State<Shared>, request: Request) -> Response {
    let Some(path) = decoded(request.uri().path()) else { return StatusCode::BAD_REQUEST.into_response() };
    let asked = path.clone();
    let answer = match ask(&shared.events, |reply| Event::Ask { path: asked, reply }).await {
        Ok(answer) => answer,
        Err(status) => return status.into_response(),
    };
    let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    match answer {
        PageReply::Found { file, held, tag } => found(&file, held, &tag, request.headers()),
        PageReply::Missing(page) => (StatusCode::NOT_FOUND, html, page).into_response(),
        PageReply::Broken(page) => (StatusCode::INTERNAL_SERVER_ERROR, html, page).into_response(),
        PageReply::Moved(to) => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response(),
    }
}
