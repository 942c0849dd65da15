//! `crosslight serve`: the site in a browser, kept up while its essays are written.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread::Builder;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;

use super::outcome::{Done, count, say};
use crate::base::config::{editor_address, set_base_url};
use crate::edge::book::Book;
use crate::edge::book::read;
use crate::edge::preview::session::{Adjust, Session};
use crate::edge::preview::watch::Manner;
use crate::edge::preview::{self, Event, Options, server};
use crate::edge::refusal;

/// Show the site in a browser, and update it while you write
///
/// Pages are made when they are asked for, and nothing is written to disk. Drafts are shown. Stop it
/// with Ctrl-C.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Arguments {
    /// The folder of the book [default: the nearest one with a book.toml]
    dir: Option<PathBuf>,
    /// The port; if it is taken, the next one that is free. 0: any
    #[arg(short, long, default_value_t = 3000, value_parser = port)]
    port: u16,
    /// The name or address to listen on. Anything but 127.0.0.1 can be reached from the network
    #[arg(short = 'n', long, aliases = ["host", "bind", "interface"], default_value = "127.0.0.1")]
    hostname: String,
    /// Open the site in a browser
    #[arg(short, long)]
    open: bool,
    /// Make the browser go to the essay that you save
    #[arg(long, conflicts_with = "no_reload")]
    follow: bool,
    /// Serve pages as they are published, without reloading
    #[arg(long)]
    no_reload: bool,
    /// Do not show drafts
    #[arg(long)]
    no_drafts: bool,
    /// Show essays that are dated in the future too
    #[arg(long)]
    future: bool,
    /// How to detect file changes
    #[arg(long, value_enum, default_value_t)]
    watcher: Manner,
    /// The editor that links in the margin open: its name, or an address with {path} and {line}
    /// [default: `editor` of book.toml, or vscode]
    #[arg(long)]
    editor: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    if let Some(editor) = &arguments.editor {
        editor_address(editor).map_err(|reason| anyhow!(reason.replace("`editor`", "--editor")))?;
    }
    // Before a port is taken for a book that is none.
    read::open(arguments.dir.as_deref())?;
    let listener = server::listen(&arguments.hostname, arguments.port)?;
    let address = listener.local_addr()?;
    if arguments.port != 0 && address.port() != arguments.port {
        say(&format!("port {} is taken: using {}", arguments.port, address.port()));
    }
    let host = match arguments.hostname.parse() {
        // That is every address of the machine, and none that a browser could go to.
        Ok(address) if IpAddr::is_unspecified(&address) => "localhost".to_owned(),
        Ok(IpAddr::V6(address)) => format!("[{address}]"),
        _ => arguments.hostname.clone(),
    };
    let url = format!("http://{host}:{}/", address.port());
    say(&format!("preview at {url}"));

    let (events, heard) = channel();
    let (asked, hostname) = (events.clone(), arguments.hostname.clone());
    // Whoever asks before the book is read waits for it.
    let serving = Builder::new().spawn(move || {
        if let Err(error) = server::serve(listener, &hostname, asked) {
            say(&format!("the preview cannot be served: {}", refusal::told(&error)));
            std::process::exit(2);
        }
    });
    serving.context("no thread can be started")?;
    let start = Instant::now();
    let tell = Arc::new(move |event| drop(events.send(Event::File(event))));
    let session = Session::open(arguments.dir.as_deref(), adjust(arguments, &url), true, arguments.watcher, tell)?;
    if let Some(line) = session.book.read_as() {
        say(&line);
    }
    say(&format!("read {} in {:.2} s", count(session.site.essays(), "essay"), start.elapsed().as_secs_f64()));
    if session.polls() {
        say("looking for changes twice a second, because the system does not report them here");
    }
    if arguments.open
        && let Err(error) = opener::open(&url)
    {
        say(&format!("no browser could be opened ({error}): go to {url} yourself"));
    }
    let options = Options { reload: !arguments.no_reload, follow: arguments.follow, editor: arguments.editor.clone() };
    preview::run(session, options, &heard);
    bail!("the preview stopped unexpectedly")
}

fn port(typed: &str) -> Result<u16, String> {
    typed.parse().map_err(|_| "a port is a number from 0 to 65535, as in `--port 8080`".to_owned())
}

/// What a preview changes in the settings: it stands at an address of its own.
fn adjust(arguments: &Arguments, url: &str) -> Adjust {
    let (url, lines) = (url.to_owned(), !arguments.no_reload);
    let (drafts, future) = (!arguments.no_drafts, arguments.future);
    Box::new(move |Book { config, inputs, .. }: &mut Book| {
        inputs.lines = lines;
        // A preview exchanges one style for another by its name.
        config.output.html.hash_files &= !lines;
        config.build.drafts = drafts;
        config.build.future |= future;
        if config.base_url().is_some() {
            // The address of a server is one.
            let _ = set_base_url(config, &url);
        } else {
            // It is read from a server rather than from disk.
            config.output.html.clean_urls.get_or_insert(true);
        }
    })
}
