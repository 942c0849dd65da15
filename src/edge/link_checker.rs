//! Checks whether links to other sites still work.
//!
//! It is polite: a host gets one request at a time, with a pause before the next, and learns who asks. A good answer
//! counts for some days, and a server that refuses is left alone for the rest of the run. Nothing here decides what is
//! worth a warning. Of an answer, only the status and the target of a redirect are kept.

mod answer;
mod cache;
mod failure;
mod host;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use url::Url;

use crate::base::config::LinkChecker;
use crate::edge::clock::now;
use crate::edge::link_checker::answer::host_name;
use crate::edge::link_checker::cache::Cache;
use crate::edge::link_checker::failure::status_words;
use crate::edge::link_checker::host::Hosts;

pub use answer::{Answer, Manners};

/// How many hosts are asked at the same time.
const HOSTS: usize = 8;

/// How many redirects are followed.
const REDIRECTS: usize = 10;

/// How many new answers may be lost when the run is cut short.
const UNSAVED: usize = 50;

/// Asks all `urls`, each once, and gives each its answer.
///
/// `cache` is the file of good answers; its folder is made if need be. `progress` is told on this
/// thread, again and again, how many of `urls` have their answer.
///
/// # Errors
/// If `cache` cannot be written, which is tried before anybody is asked.
pub fn ask(
    urls: &BTreeSet<String>,
    rules: &LinkChecker,
    cache: &Path,
    progress: &dyn Fn(usize),
) -> Result<BTreeMap<String, Answer>> {
    let timeout = Duration::from_secs(rules.timeout.get().into());
    let manners = Manners {
        connect: timeout,
        reply: timeout,
        pause: Duration::from_millis(200),
        patience: Duration::from_secs(10),
        proxy: true,
        wait: &thread::sleep,
    };
    ask_with(urls, rules, cache, &manners, progress)
}

/// As [`ask`], with other manners. The timeout of `rules` is not looked at.
///
/// # Errors
/// As [`ask`].
pub fn ask_with(
    urls: &BTreeSet<String>,
    rules: &LinkChecker,
    cache: &Path,
    manners: &Manners<'_>,
    progress: &dyn Fn(usize),
) -> Result<BTreeMap<String, Answer>> {
    let mut cache = Cache::open(cache, rules.cache_days, now().as_second())?;
    let mut answers = BTreeMap::new();
    let mut asked: BTreeMap<Url, Vec<Typed<'_>>> = BTreeMap::new();
    for url in urls {
        match address(url, rules) {
            Ok(address) => {
                let fragment = address.fragment().map(str::to_owned);
                asked.entry(without_fragment(&address)).or_default().push(Typed { url, fragment });
            }
            Err(answer) => {
                answers.insert(url.clone(), answer);
            }
        }
    }
    let mut queues: BTreeMap<String, VecDeque<Url>> = BTreeMap::new();
    for (address, typed) in &asked {
        match cache.answer(address) {
            Some(answer) => settle(&mut answers, typed, answer),
            None => queues.entry(host_name(address)).or_default().push_back(address.clone()),
        }
    }
    progress(answers.len());

    // The longest queue takes longest, as a host is asked one thing at a time.
    let mut queues: Vec<_> = queues.into_values().collect();
    queues.sort_by_key(|queue| std::cmp::Reverse(queue.len()));
    let workers = queues.len().min(HOSTS);
    let queues = Mutex::new(VecDeque::from(queues));
    let hosts = Hosts::new(manners);
    thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        for _ in 0..workers {
            let (tell, queues, hosts) = (tell.clone(), &queues, &hosts);
            scope.spawn(move || {
                let next = || queues.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                while let Some(queue) = next() {
                    for address in queue {
                        let answer = follow(&address, rules, hosts);
                        if tell.send((address, answer)).is_err() {
                            return; // Nobody wants to know: the cache could not be written.
                        }
                    }
                }
            });
        }
        drop(tell);
        for (address, answer) in told {
            settle(&mut answers, &asked[&address], &answer);
            cache.keep(&address, answer);
            if cache.unsaved() >= UNSAVED {
                cache.save()?;
            }
            progress(answers.len());
        }
        cache.save()
    })?;
    Ok(answers)
}

/// A link as it was typed.
struct Typed<'a> {
    url: &'a String,
    fragment: Option<String>,
}

/// Gives the links to one address their answer.
fn settle(answers: &mut BTreeMap<String, Answer>, typed: &[Typed<'_>], answer: &Answer) {
    for Typed { url, fragment } in typed {
        let mut answer = answer.clone();
        // What a browser does: the fragment of a link goes along with a redirect.
        if let (Answer::Moved { to, .. }, Some(fragment)) = (&mut answer, fragment)
            && !to.contains('#')
        {
            to.push('#');
            to.push_str(fragment);
        }
        answers.insert((*url).clone(), answer);
    }
}

/// The address that `url` means, if it is to be asked, or else its answer.
fn address(url: &str, rules: &LinkChecker) -> Result<Url, Answer> {
    match Url::parse(url) {
        Ok(address) if is_left_out(url, rules) || !may_be_asked(&address, rules) => Err(Answer::Skipped),
        Ok(address) => Ok(address),
        Err(error) => {
            let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
            if is_left_out(url, rules) || !scheme.is_some_and(|scheme| is_web(&scheme)) {
                return Err(Answer::Skipped);
            }
            Err(Answer::Failed { why: format!("it is not an address: {error}") })
        }
    }
}

fn is_web(scheme: &str) -> bool {
    matches!(scheme, "http" | "https")
}

/// Whether the settings say not to ask `url`.
fn is_left_out(url: &str, rules: &LinkChecker) -> bool {
    rules.skip_prefixes.iter().any(|prefix| url.starts_with(prefix))
}

/// Whether `address` is one of the web that no setting leaves out and that holds no secret.
fn may_be_asked(address: &Url, rules: &LinkChecker) -> bool {
    let secret = !address.username().is_empty() || address.password().is_some();
    is_web(address.scheme()) && !secret && !is_left_out(address.as_str(), rules)
}

fn without_fragment(address: &Url) -> Url {
    let mut address = address.clone();
    address.set_fragment(None);
    address
}

/// Asks `start` and where it redirects to, by and by.
fn follow(start: &Url, rules: &LinkChecker, hosts: &Hosts<'_>) -> Answer {
    let mut here = start.clone();
    let mut been = BTreeSet::new();
    let (mut permanent, mut cookies) = (true, false);
    loop {
        let asked = without_fragment(&here);
        let reply = match hosts.visit(&asked) {
            Ok(reply) => reply,
            Err(answer) => return answer,
        };
        been.insert(asked);
        cookies |= reply.cookies;
        let location = match (reply.status, reply.location) {
            (301 | 302 | 303 | 307 | 308, Some(location)) => location,
            (status, _) => {
                return match judge(status) {
                    Answer::Well if been.len() > 1 => Answer::Moved { to: here.into(), permanent },
                    answer => answer,
                };
            }
        };
        permanent &= matches!(reply.status, 301 | 308);
        here = match here.join(&location) {
            Ok(next) if !is_web(next.scheme()) => {
                return failed(format!("it redirects to an address that begins with `{}:`", next.scheme()));
            }
            Ok(next) if !may_be_asked(&next, rules) => return Answer::Skipped,
            Ok(next) => next,
            Err(_) => return failed("it redirects to something that is not an address"),
        };
        if been.contains(&without_fragment(&here)) {
            // A site that wants cookies sends those who have none round in a circle.
            return if cookies { Answer::Refused { status: reply.status } } else { failed("it redirects in a circle") };
        }
        if been.len() > REDIRECTS {
            return failed(format!("it redirects more than {REDIRECTS} times"));
        }
    }
}

/// What a status says of a link (RFC 9110, section 15).
fn judge(status: u16) -> Answer {
    let named = || status_words(status);
    match status {
        200..=300 => Answer::Well,
        404 | 410 => Answer::Gone { status },
        // 999 is LinkedIn's, for programs. With 402, 406 and 451 a reader elsewhere, or with an
        // account, may see the page.
        401 | 402 | 403 | 405 | 406 | 407 | 429 | 451 | 999 => Answer::Refused { status },
        301 | 302 | 303 | 307 | 308 => failed(format!("it redirects without saying where to ({status})")),
        502..=504 => failed(format!("the server is not available at the moment: {}", named())),
        500..=599 => failed(format!("the server has a fault of its own: {}", named())),
        400..=499 => failed(format!("the server does not accept the request: {}", named())),
        _ => failed(format!("the server gives an answer that means nothing here: {}", named())),
    }
}

fn failed(why: impl Into<String>) -> Answer {
    Answer::Failed { why: why.into() }
}
