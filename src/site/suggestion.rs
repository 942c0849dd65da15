//! What may have been meant by a name that nothing has.
//!
//! It depends on every name in the book, so it is looked up when it is reported, and no page reads it.
//!
//! A near name becomes a fix only if one file alone has it, what was typed can only be a slip for it, and the link as it
//! is rewritten leads to that file.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Code, Diagnostic, File, Fix, Wanted};
use crate::base::name::Name;
use crate::base::nearest::{Letters, is_slip, nearest_of};
use crate::base::path::{SourcePath, way, without_markdown_ending};
use crate::gather::called::{Called, first_two, spellings};
use crate::gather::card::Card;
use crate::gather::library::Library;
use crate::gather::named::{NameKind, Named};
use crate::gather::resolve::{Fit, Resolution, resolve};
use crate::read::syntax::link::{Destination, Manner, Target, destination, tidied};
use crate::render::address::encoded;

/// The most names that are looked up; each is compared with every name there is.
const MOST: usize = 200;

/// The most essays that are offered for one that is not there.
const NEAR: usize = 5;

/// What to do where a file is missing and no other has a name near it.
const NO_FILE: &str =
    "put the file into the folder of the essays, or write `![[name.png]]` to find it by its name in any folder";

/// The same of an essay.
const NO_ESSAY: &str = "write that essay, correct the link, or take it out";

/// Adds to diagnostics what a missing name may have meant, and where only one file can have been
/// meant, how to write it.
pub fn add(library: &Library, diagnostics: &mut [Diagnostic]) {
    let wanted: BTreeSet<Name> =
        diagnostics.iter().filter_map(|found| Some(found.wanted.as_ref()?.name.clone())).take(MOST).collect();
    if wanted.is_empty() {
        return;
    }
    let names = Names::of(library);
    let near: HashMap<Name, Option<Near<'_>>> = wanted
        .into_par_iter()
        .map(|name| {
            let near = Near::of(&name, &names);
            (name, near)
        })
        .collect();
    for found in diagnostics {
        let (File::Content(from), Some(wanted)) = (&found.file, &found.wanted) else { continue };
        if found.code == Code::HiddenTarget {
            continue;
        }
        if found.code == Code::HalfLink {
            // How it would be written right is known, and right only if it leads somewhere.
            let is_sure = leads(library, from, wanted, &wanted.typed).is_some();
            let fix = found.fix.take_if(|_| !is_sure);
            found.help.extend(fix.map(|fix| fix.help));
            continue;
        }
        if let Some(text) = tidied(&wanted.typed).filter(|text| leads(library, from, wanted, text).is_some()) {
            suggest(found, format!("did you mean `{text}`?"), Some(text));
            continue;
        }
        let Some(Some(near)) = near.get(&wanted.name) else {
            if found.help.is_empty() && found.fix.is_none() {
                found.help.push(if found.code == Code::MissingFile { NO_FILE } else { NO_ESSAY }.to_owned());
            }
            continue;
        };
        let right = near.only.then(|| spelled(library, from, wanted, near.named)).flatten();
        let help = format!("did you mean `{}`?", right.as_deref().unwrap_or(&near.named.spelling));
        suggest(found, help, right.filter(|_| lies_as_typed(from, wanted, near.named)));
    }
}

/// Says what may have been meant; as a fix, if it is sure and there is a place for it.
fn suggest(found: &mut Diagnostic, help: String, sure: Option<String>) {
    match sure.zip(found.wanted.as_ref().and_then(|wanted| wanted.place)) {
        Some((text, span)) => found.fix = Some(Fix { span, text, help }),
        None => found.help.insert(0, help),
    }
}

/// Every name that something published has, each once, and what has it.
struct Names<'a>(Vec<(Letters, Name, &'a [Called])>);

impl<'a> Names<'a> {
    fn of(library: &'a Library) -> Self {
        let groups: Vec<&[Called]> = library.spelled().collect();
        // What is not published stands last in its group.
        let groups = groups.into_par_iter().filter(|group| !group[0].named.is_hidden());
        let names = groups.map(|group| {
            let name = Name::of(&group[0].named.spelling);
            (Letters::of(name.as_str()), name, group)
        });
        Self(names.collect())
    }

    /// What is published and has a name, the nearest kinds first, then by path: of many that are spelled
    /// alike, two.
    fn having(&self, name: &str) -> Vec<&'a Named> {
        let groups = self.0.iter().filter(|(_, other, _)| other.as_str() == name);
        let runs = groups.flat_map(|(_, _, group)| spellings(group));
        let mut named: Vec<_> = runs.flat_map(first_two).filter(|named| !named.is_hidden()).collect();
        named.sort_unstable();
        named
    }
}

/// What has the name that is nearest to one that nothing has.
struct Near<'a> {
    named: &'a Named,
    /// Whether no other file has a name that is as near, and the one that was typed can only be a slip for it: `part-2` is
    /// none for `part-1`, but an essay still to be written. So is a name with another ideograph, which is another word.
    only: bool,
}

impl<'a> Near<'a> {
    fn of(wanted: &Name, names: &Names<'a>) -> Option<Self> {
        let known = names.0.iter().map(|(letters, name, _)| (*letters, name.as_str()));
        let nearest = nearest_of(wanted.as_str(), known);
        let mut all = nearest.iter().flat_map(|name| names.having(name));
        let named = all.next()?;
        let whole = |text: &str| text.chars().filter(|c| is_ideograph(*c)).collect::<String>();
        let known = Name::of(&named.spelling);
        let alike = whole(wanted.as_str()) == whole(known.as_str());
        let (typed, known) = without_same_ending(wanted.as_str(), known.as_str());
        let alike = alike && is_slip(typed, known);
        Some(Self { named, only: alike && all.all(|other| other.path == named.path) })
    }
}

/// Two names without the ending that both of them have: it is not typed letter by letter.
fn without_same_ending<'a>(typed: &'a str, known: &'a str) -> (&'a str, &'a str) {
    match typed.rsplit_once('.').zip(known.rsplit_once('.')) {
        Some(((typed, ending), (known, other))) if ending == other => (typed, known),
        _ => (typed, known),
    }
}

/// Whether a sign stands for a word or a part of one, as in Chinese and Japanese.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a file that is no essay lies in the folders that were typed, or in more or fewer of them: one of the same name in
/// another folder may well be another picture.
fn lies_as_typed(from: &SourcePath, wanted: &Wanted, named: &Named) -> bool {
    let parts = |path: &'_ str| -> Vec<String> {
        let parts = path.split('/').rev().skip(1).filter(|part| !matches!(*part, "" | "." | ".."));
        parts.map(|part| Name::of(part).as_str().to_owned()).collect()
    };
    let (typed, known) = (parts(&wanted.typed), parts(named.path.as_str()));
    let is_same = |(typed, known): (&String, &String)| strsim::damerau_levenshtein(typed, known) <= 1;
    // Without a folder it is in that of the essay, below that, or above.
    let (own, its) = (format!("{}/", from.folder()), format!("{}/", named.path.folder()));
    let is_near = !wanted.by_path || from.folder().is_empty() || own.starts_with(&its) || its.starts_with(&own);
    named.path.is_markdown()
        || (typed.is_empty() && is_near)
        || (!typed.is_empty() && !known.is_empty() && typed.iter().zip(&known).all(is_same))
}

/// How a link in `from` that was meant for what `named` names is written; `None` if that would not
/// lead there.
fn spelled(library: &Library, from: &SourcePath, wanted: &Wanted, named: &Named) -> Option<String> {
    let short = named.path.is_markdown() && without_markdown_ending(&wanted.typed) == &*wanted.typed;
    let path = if short { named.path.id() } else { named.path.as_str() };
    let text = match () {
        () if wanted.by_path && wanted.typed.starts_with('/') => match library.card(&named.path).filter(|_| short) {
            // An address is one of a page, not of its text.
            Some(card) if wanted.typed.ends_with('/') => format!("/{}", card.address),
            Some(card) => format!("/{}", card.address.trim_end_matches('/')),
            None => format!("/{path}"),
        },
        () if wanted.by_path => way(from.folder(), path),
        () if wanted.typed.contains('/') || named.kind == NameKind::Folder => path.to_owned(),
        () => named.spelling.to_string(),
    };
    let plain = !wanted.by_path || !text.contains(|c: char| c.is_whitespace() || "()<>#?%\"\\".contains(c));
    let text = if plain { text } else { encoded(&text).into_owned() };
    (leads(library, from, wanted, &text)? == named.path).then_some(text)
}

/// The file that a link in `from` would lead to if it were written as `text` instead.
fn leads(library: &Library, from: &SourcePath, wanted: &Wanted, text: &str) -> Option<SourcePath> {
    let target = if wanted.by_path {
        match destination(text, from.folder()) {
            Destination::Inside(target) => target,
            Destination::Outside | Destination::Blocked { .. } => return None,
        }
    } else {
        Target::new(text, None, Manner::Wiki)
    };
    match resolve(&library.reader(), from, &target) {
        Resolution::Found { path, fit: Fit::Exact } => Some(path.clone()),
        _ => None,
    }
}

/// The essays whose titles or names are nearest to what was asked for, the nearest first.
pub fn near(library: &Library, asked: &str) -> Vec<Arc<Card>> {
    let asked = Name::of(asked);
    let letters = Letters::of(asked.as_str());
    let measured = |card: &Arc<Card>| {
        let names = library.facts(&card.path)?.named().map(|named| Name::of(&named.spelling));
        let near = names.filter(|name| Letters::of(name.as_str()).is_within(letters.count() / 3, letters));
        let distance = near.map(|name| strsim::damerau_levenshtein(asked.as_str(), name.as_str())).min()?;
        (3 * distance <= letters.count()).then(|| (distance, card.clone()))
    };
    let mut near: Vec<_> = library.listed().iter().filter_map(measured).collect();
    near.sort_unstable();
    near.truncate(NEAR);
    near.into_iter().map(|(_, card)| card).collect()
}
