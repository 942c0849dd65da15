//! The engine of a preview: one owner of the site, and one loop over a closed set of events.
//!
//! Pages are made when they are asked for. When files have changed, the pages that are on a screen
//! come first, and all others while nothing else is to be done. Nothing is written to disk. Pages that show
//! the whole book are made last, after two quiet seconds.
//!
//! A page here differs from one in a build only in the script at its end, the `data-line` of its blocks, the holes that
//! the settings ask to leave open, and the names of static files. These have no hashes here, so that the browser can
//! exchange one style for the next without a new page.

pub mod file_event;
pub mod glance;
mod messages;
pub mod pending;
pub mod server;
pub mod session;
mod sidebar;
pub mod vfs;
pub mod watch;

pub use messages::SCRIPT;

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

use crate::base::diagnostic::{Diagnostic, File};
use crate::base::page_file::INDEX;
use crate::base::path::SourcePath;
use crate::edge::book::read::Held;
use crate::edge::preview::file_event::FileEvent;
use crate::edge::preview::session::{Session, Update};
use crate::edge::report::{self, Sources, Told};
use crate::render::address::encoded;
use crate::render::page::{Output, PageId, is_for_programs};
use crate::site::margin::Search;

/// The most events that are taken before files are looked at again.
const IN_A_ROW: usize = 64;

/// How many pages are made at once while idle: few, so that who asks for one does not wait.
const AT_ONCE: usize = 32;

/// How many essays are searched at once.
const SEARCHED_AT_ONCE: usize = 256;

/// How long it must have been quiet before pages are made that show the whole book: they take long
/// and say little about what was written.
const WIDE_AFTER: Duration = Duration::from_secs(2);

/// The most diagnostics that are shown.
const TOLD: usize = 50;

/// Everything that can happen to a preview.
pub enum Event {
    /// Something happened in the file system.
    File(FileEvent),
    /// Someone asks for what stands at a path, which begins with `/` and is decoded.
    Ask { path: String, reply: oneshot::Sender<PageReply> },
    /// A browser shows the page at a path, and wants to hear of changes.
    Open { path: String, client: mpsc::Sender<Push> },
    /// What is said beside the essay at a path, as JSON.
    Margin { path: String, reply: oneshot::Sender<Option<Value>> },
    /// Which essays mention the one at a path without a link, as JSON.
    Unlinked { path: String, reply: oneshot::Sender<Value> },
    /// How things stand, as JSON.
    Status { reply: oneshot::Sender<Value> },
}

/// What stands at a path.
pub enum PageReply {
    Found {
        file: String,
        held: Held,
        tag: String,
    },
    /// Nothing does; a page says so.
    Missing(Vec<u8>),
    /// There is a page, but it could not be made; a page says so.
    Broken(Vec<u8>),
    /// Its address is another one.
    Moved(String),
}

/// A message to a browser.
#[derive(Clone)]
pub struct Push {
    pub event: &'static str,
    pub data: String,
}

/// How a preview behaves.
pub struct Options {
    /// Whether pages are kept up in the browser.
    pub reload: bool,
    /// Whether browsers go to the essay that is saved.
    pub follow: bool,
    /// The editor that is opened, as [`crate::base::config::editor_address`] takes it; that of the book
    /// otherwise.
    pub editor: Option<String>,
}

/// A browser that shows a page.
struct Client {
    path: String,
    hash: Option<u128>,
    to: mpsc::Sender<Push>,
}

struct Preview {
    session: Session,
    options: Options,
    clients: Vec<Client>,
    /// The pages that are to be made; `None` if that is not known.
    stale: Option<Vec<PageId>>,
    /// The same, of those that show the whole book.
    wide: Vec<PageId>,
    /// Whether what is derived from all links at once may be another.
    underived: bool,
    searches: Vec<(Search, oneshot::Sender<Value>)>,
    diagnostics: Vec<Diagnostic>,
    told: Vec<Told>,
    /// The essays of which everything was told before others had their update.
    told_first: BTreeSet<SourcePath>,
    /// Whether the diagnostics may be others.
    untold: bool,
    /// How many turns there were.
    revision: u64,
    /// The essay that was saved last, for browsers that follow the writer and did not listen just then.
    saved: Option<Value>,
    /// What has changed and how many pages were made of it, until that is said.
    changed: Vec<String>,
    made: usize,
    heard: Instant,
}

/// Runs the preview of a book until nobody can ask any more.
pub fn run(session: Session, options: Options, events: &Receiver<Event>) {
    let mut preview = Preview {
        session,
        options,
        clients: Vec::new(),
        stale: None,
        wide: Vec::new(),
        underived: true,
        searches: Vec::new(),
        diagnostics: Vec::new(),
        told: Vec::new(),
        told_first: BTreeSet::new(),
        untold: true,
        revision: 0,
        saved: None,
        changed: Vec::new(),
        made: 0,
        heard: Instant::now(),
    };
    loop {
        let first = match preview.wait() {
            Some(wait) => match events.recv_timeout(wait) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            },
            None => match events.recv() {
                Ok(event) => Some(event),
                Err(_) => return,
            },
        };
        let idle = first.is_none();
        // News come in crowds, and so do questions, which must not keep the news from being looked at.
        for event in first.into_iter().chain(events.try_iter().take(IN_A_ROW)) {
            preview.take(event);
        }
        let now = Instant::now();
        if let Some(update) = preview.session.poll(now) {
            preview.updated(&update);
        } else if idle {
            preview.work(now);
        }
    }
}

impl Preview {
    fn take(&mut self, event: Event) {
        match event {
            Event::File(event) => {
                self.heard = Instant::now();
                self.session.on_event(event, self.heard);
            }
            // Whoever asked may be gone by now; the same holds below.
            Event::Ask { path, reply } => drop(reply.send(self.answer(&path))),
            Event::Open { path, client } => self.open(path, client),
            Event::Margin { path, reply } => drop(reply.send(self.margin(&path))),
            Event::Unlinked { path, reply } => match self.session.site.margin(&file_at(&path)) {
                Some(margin) => self.searches.push((self.session.site.begin_search(&margin), reply)),
                None => drop(reply.send(json!([]))),
            },
            Event::Status { reply } => drop(reply.send(self.status())),
        }
    }

    /// How long to wait for an event; `None` for as long as it takes.
    fn wait(&self) -> Option<Duration> {
        let may_tell = self.untold && !self.session.is_in_doubt();
        if !self.searches.is_empty() || may_tell || self.stale.as_ref().is_none_or(|stale| !stale.is_empty()) {
            return Some(Duration::ZERO);
        }
        let wide = (!self.wide.is_empty() || self.underived).then(|| self.heard + WIDE_AFTER);
        let due = self.session.due().into_iter().chain(wide).min()?;
        Some(due.saturating_duration_since(Instant::now()))
    }

    fn answer(&mut self, path: &str) -> PageReply {
        let file = file_at(path);
        let Some(page) = self.session.site.page_at(&file) else {
            let folder = format!("{file}/{INDEX}");
            if !path.ends_with('/') && self.session.site.page_at(&folder).is_some() {
                return PageReply::Moved(format!("{}/", encoded(path)));
            }
            return PageReply::Missing(self.missing(path));
        };
        // The map is made of nothing else.
        if page == PageId::Map && self.session.site.derive() {
            self.stale = None;
        }
        match self.session.site.show(&page) {
            Some((Output::Bytes(bytes), hash)) if is_page(&file) && self.options.reload => {
                let held = Held::Bytes(messages::with_script(&bytes, Some(hash)).into());
                PageReply::Found { file, held, tag: format!("{hash:032x}-live") }
            }
            Some((Output::Bytes(bytes), hash)) => {
                PageReply::Found { file, held: Held::Bytes(bytes.into()), tag: format!("{hash:032x}") }
            }
            Some((Output::Copy(path, _), hash)) => match self.session.vfs.held(&path) {
                Some(held) => PageReply::Found { file, held: held.clone(), tag: format!("{hash:032x}") },
                None => PageReply::Missing(self.missing(path.as_str())),
            },
            None => PageReply::Broken(self.scripted(messages::BROKEN.as_bytes().to_vec())),
        }
    }

    /// The book's own page for what is not there, with what may have been meant.
    fn missing(&mut self, path: &str) -> Vec<u8> {
        let Some((Output::Bytes(page), _)) = self.session.site.show(&PageId::NotFound) else {
            return messages::MISSING.as_bytes().to_vec();
        };
        if !is_page(&file_at(path)) {
            return page;
        }
        let near = self.session.site.near(path);
        self.scripted(messages::with_near(&page, &near))
    }

    fn scripted(&self, page: Vec<u8>) -> Vec<u8> {
        if self.options.reload { messages::with_script(&page, None) } else { page }
    }

    fn open(&mut self, path: String, to: mpsc::Sender<Push>) {
        let page = self.session.site.page_at(&file_at(&path));
        let hash = page.as_ref().and_then(|page| self.session.site.show(page)).map(|(_, hash)| hash);
        // A browser that has the page from before it was broken is to keep it.
        let is_broken = page.is_some_and(|page| self.session.site.is_broken(&page));
        let hello = json!({"revision": self.revision, "hash": hash.map(hex), "broken": is_broken, "saved": self.saved});
        let client = Client { path, hash: hash.filter(|_| !is_broken), to };
        self.clients.retain(|client| !client.to.is_closed());
        if client.push("hello", &hello) && client.push("diagnostics", &self.shown(&client.path)) {
            self.clients.push(client);
            // What is wrong with this page comes before what is wrong with others.
            self.untold = true;
        }
    }

    /// Tells browsers what has changed, those first whose page is another one now.
    fn updated(&mut self, update: &Update) {
        self.revision += 1;
        (self.stale, self.untold, self.underived) = (None, true, true);
        self.show_changed();
        let mut clients = std::mem::take(&mut self.clients);
        let assets = update.files.iter().map(|(path, _)| path).filter(|path| !path.is_markdown());
        let urls = assets.map(SourcePath::as_str).chain(update.statics.iter().map(String::as_str));
        let urls: Vec<String> = urls.map(|file| format!("/{}", encoded(file))).collect();
        let script = update.statics.iter().any(|file| has_ending(file, &[".js", ".mjs"]));
        if script {
            clients.retain(|client| client.push("reload", &json!({})));
        } else if !urls.is_empty() {
            clients.retain(|client| client.push("asset", &json!({"urls": urls})));
        }
        let followed = update.files.iter().filter(|_| self.options.follow).find_map(|(path, line)| {
            let card = self.session.site.card(path)?;
            Some(json!({"url": format!("/{}", encoded(&card.address)), "line": line, "revision": self.revision}))
        });
        if let Some(saved) = followed {
            clients.retain(|client| client.push("saved", &saved));
            self.saved = Some(saved);
        }
        self.clients = clients;
        self.changed.extend(update.files.iter().map(|(path, _)| self.session.book.shown(path)));
        self.changed.extend(update.statics.iter().cloned());
        self.changed.extend(update.remade.then(|| "the book's settings or templates".to_owned()));
        self.changed.extend(update.committed.then(|| "the book's commits".to_owned()));
    }

    /// Tells the browsers whose pages are stale of the new ones.
    fn show_changed(&mut self) {
        let mut clients = std::mem::take(&mut self.clients);
        clients.retain(|client| !client.to.is_closed());
        let pages: BTreeSet<String> = clients.iter().map(|client| client.path.clone()).collect();
        for path in pages {
            let page = self.session.site.page_at(&file_at(&path));
            let hash = match &page {
                Some(page) if !self.session.site.is_stale(page) => continue,
                Some(page) => {
                    self.made += 1;
                    self.session.site.show(page).map(|(_, hash)| hash)
                }
                None => None,
            };
            // Someone who has just broken an essay goes on seeing it as it was before.
            if page.is_some_and(|page| self.session.site.is_broken(&page)) {
                continue;
            }
            let change = json!({"revision": self.revision, "hash": hash.map(hex)});
            clients.retain_mut(|client| {
                if client.path != path || client.hash == hash {
                    return true;
                }
                client.hash = hash;
                client.push("change", &change)
            });
        }
        self.clients = clients;
    }

    /// Does a little of what is left to be done when nobody asks for anything.
    fn work(&mut self, now: Instant) {
        self.searches.retain(|(_, reply)| !reply.is_closed());
        if let Some((search, _)) = self.searches.last_mut() {
            self.session.site.search(search, SEARCHED_AT_ONCE);
            if search.is_over()
                && let Some((search, reply)) = self.searches.pop()
            {
                drop(reply.send(messages::unlinked(&search.found)));
            }
            return;
        }
        let Some(stale) = &mut self.stale else {
            // What is not a page has nothing to say of itself, and is made when it is asked for.
            let stale = self
                .session
                .site
                .stale()
                .into_iter()
                .filter(|page| !is_for_programs(page, self.session.site.setting()));
            // What was wrong may be mended, which is not to be kept from anyone.
            let may_wait = |page: &PageId| shows_the_book(page) && !self.session.site.has_said(page);
            let (wide, stale) = stale.partition(may_wait);
            (self.stale, self.wide) = (Some(stale), wide);
            return;
        };
        if !stale.is_empty() {
            let some = stale.split_off(stale.len().saturating_sub(AT_ONCE));
            self.made += some.len();
            self.session.site.make(some, &|_, _| {});
        } else if self.untold {
            if !self.session.is_in_doubt() {
                self.untold = false;
                self.tell();
            }
        } else if now < self.heard + WIDE_AFTER {
            // The rest takes long.
        } else if self.underived {
            self.underived = false;
            if self.session.site.derive() {
                self.stale = None;
                self.show_changed();
            }
        } else if let Some(page) = self.wide.pop() {
            self.made += 1;
            self.session.site.make(vec![page], &|_, _| {});
            self.untold = self.wide.is_empty();
        }
    }

    /// Says what has changed and what is wrong now.
    fn tell(&mut self) {
        let mut diagnostics = self.session.site.diagnostics();
        diagnostics.extend(self.session.faults().cloned());
        diagnostics.sort_unstable();
        diagnostics.dedup();
        if !self.changed.is_empty() {
            let names: BTreeSet<String> = std::mem::take(&mut self.changed).into_iter().collect();
            messages::say_changed(&names, self.made);
        }
        self.made = 0;
        if let Some(why) = self.session.poll_reason() {
            messages::say_silent(&why);
        }
        let on_screen = self.on_screen();
        if diagnostics == self.diagnostics && on_screen.is_subset(&self.told_first) {
            return;
        }
        let theme = Some(&self.session.site.setting().theme).filter(|_| !self.session.has_theme_faults());
        let sources = Sources { book: &self.session.book, theme };
        // The same fault on another line is not news.
        let key = |found: &Diagnostic| (found.file.clone(), found.message.clone(), found.label.clone());
        let known: BTreeSet<_> = self.diagnostics.iter().map(key).collect();
        let new: Vec<_> = diagnostics.iter().filter(|found| !known.contains(&key(found))).cloned().collect();
        messages::print(&new[..new.len().min(TOLD)], new.len(), &sources);
        if diagnostics.is_empty() && !known.is_empty() {
            messages::say_mended();
        }
        let mut shown = diagnostics.clone();
        let is_first = |found: &Diagnostic| matches!(&found.file, File::Content(path) if on_screen.contains(path));
        shown.sort_by_key(|found| (found.severity, !is_first(found)));
        shown.truncate(TOLD);
        self.told = report::tell(&shown, &sources, false);
        (self.diagnostics, self.told_first) = (diagnostics, on_screen);
        let mut clients = std::mem::take(&mut self.clients);
        clients.retain(|client| client.push("diagnostics", &self.shown(&client.path)));
        self.clients = clients;
    }
}

impl Client {
    /// Sends a message; gives whether that could be done. A browser that has gone or does not read is
    /// let go of: if it is there after all, it opens a new connection and begins anew.
    fn push(&self, event: &'static str, data: &Value) -> bool {
        self.to.try_send(Push { event, data: data.to_string() }).is_ok()
    }
}

fn hex(hash: u128) -> String {
    format!("{hash:032x}")
}

/// The file that stands at a path, which begins with `/`.
fn file_at(path: &str) -> String {
    let file = path.strip_prefix('/').unwrap_or(path);
    if file.is_empty() || file.ends_with('/') { format!("{file}{INDEX}") } else { file.to_owned() }
}

/// Whether a file is a page, or the name of one: other files that are missing are asked for by pages.
fn is_page(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    !name.contains('.') || has_ending(name, &[".html", ".htm"])
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// Whether a page shows more or less the whole book, so that it takes long to be made.
fn shows_the_book(page: &PageId) -> bool {
    matches!(page, PageId::Home | PageId::Archive | PageId::Tags | PageId::Map | PageId::Search | PageId::Tag(_))
}
