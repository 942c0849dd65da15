//! Which fixes of front matter are sure. What stands there decides whether an essay is published, and
//! YAML has more ways to write it than places can be found in; so each fix is tried before it is offered.
//!
//! After a fix, what it is for must be gone, nothing worse may be reported, no letter may be lost, and the essay must be
//! published or held back as it was before.

use super::block::start;
use super::meta::FrontMatter;
use super::names::is_known;
use crate::base::diagnostic::{Code, Diagnostic, Fix};
use crate::base::source_map::Patched;

/// Reads the front matter of a text, with fixes that may not be sure; and where the body begins.
type ReadAgain<'a> = &'a dyn Fn(&str) -> (FrontMatter, usize);

/// The most fixes that are tried in one text, each of which reads its front matter again. What is left may be fixed once
/// these are.
const MOST_TRIED: usize = 20;

/// Keeps the fixes that mend what they are for and nothing else; of the others the advice stays.
pub(super) fn prove(text: &str, (front, body): (&mut FrontMatter, usize), read: ReadAgain<'_>) {
    let mut diagnostics = std::mem::take(&mut front.diagnostics);
    let before = diagnostics.clone();
    let mut tried = 0;
    for found in &mut diagnostics {
        let Some(mut fix) = found.fix.take() else { continue };
        tried += 1;
        if tried > MOST_TRIED {
            found.help.push(fix.help);
            continue;
        }
        if text.contains("\r\n") {
            fix.text = fix.text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        if is_local(text, found, &fix) && is_sound((text, read), (front, &before, body), (found, &fix)) {
            found.fix = Some(fix);
        } else {
            found.help.push(fix.help);
        }
    }
    front.diagnostics = diagnostics;
}

/// Whether a fix exchanges only what it speaks of: signs, or the word that the message names.
fn is_local(text: &str, found: &Diagnostic, fix: &Fix) -> bool {
    let old = &text[fix.span.range()];
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let named = !old.is_empty() && found.message.to_lowercase().contains(&format!("{}`", old.to_lowercase()));
    let yaml = !text[start(text, true)..].starts_with(['+', '{']);
    // Who has no number after a `#` may have meant a note to themselves.
    let note = found.code == Code::SpecialSign
        && !fix.text.starts_with('[')
        && old.split_once('#').is_some_and(|(_, rest)| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let renamed = matches!(found.code, Code::UnknownField) && !old.eq_ignore_ascii_case(&fix.text);
    *old != *fix.text
        && yaml
        && !note
        && !renamed
        && !old.contains('\\')
        && (letters(old) == letters(&fix.text) || named)
}

/// Whether the text reads better with a fix: what it is for is not said any more, nothing worse is,
/// and the essay is held back as it was.
fn is_sound(
    (text, read): (&str, ReadAgain<'_>),
    (front, before, body): (&FrontMatter, &[Diagnostic], usize),
    (found, fix): (&Diagnostic, &Fix),
) -> bool {
    let mut patched = Patched::new(text);
    patched.apply(vec![(fix.span.range(), fix.text.clone())]);
    let after = patched.text();
    let (again, body_again) = read(after);
    let same = |other: &&Diagnostic| other.code == found.code && other.message == found.message;
    if again.diagnostics.iter().filter(same).count() >= before.iter().filter(same).count() {
        return false;
    }
    let errors = |all: &[Diagnostic]| all.iter().filter(|found| is_fault(found.code)).count();
    // What is held back in doubt is for its writer to let go.
    if is_held(front) && !is_held(&again) {
        return false;
    }
    match found.code {
        // What was text becomes fields, or the reverse.
        Code::LateFrontMatter => again.meta.draft || !front.meta.draft,
        Code::UnclosedFrontMatter => errors(&again.diagnostics) == 0 && !after[body_again..].lines().any(may_be_field),
        Code::WrongFence => errors(&again.diagnostics) == 0 && !after[..body_again].contains("\n\n"),
        _ if after[body_again..] != text[body..] => false,
        Code::LooseLine => errors(&again.diagnostics) == 0,
        _ if is_unread(before) => {
            // Of several faults the next one shows.
            let end = fix.span.start as usize + fix.text.len();
            let further = |found: &Diagnostic| found.span.is_some_and(|span| span.start as usize >= end);
            // And one above stays as it was.
            let known = |found: &Diagnostic| {
                before
                    .iter()
                    .any(|other| (other.span, other.code, &other.message) == (found.span, found.code, &found.message))
            };
            !is_unread(&again.diagnostics) || again.diagnostics.iter().all(|found| further(found) || known(found))
        }
        _ => {
            let (old, new) = (&front.meta, &again.meta);
            errors(&again.diagnostics) <= errors(before)
                && (new.unlisted || !old.unlisted)
                && old.publish_date == new.publish_date
                && old.expires == new.expires
                && old.date == new.date
        }
    }
}

/// Whether an essay is held back by its fields.
fn is_held(front: &FrontMatter) -> bool {
    front.meta.draft || front.meta.publish == Some(false)
}

/// Whether something in the fields could not be used.
fn is_fault(code: Code) -> bool {
    let values = matches!(
        code,
        Code::UnclosedFrontMatter
            | Code::LongFrontMatter
            | Code::WrongFence
            | Code::YesOrNo
            | Code::WrongType
            | Code::BadDate
            | Code::BadAlias
            | Code::SpecialSign
            | Code::NoAddress
    );
    values || is_unread_by(code)
}

/// Whether the fields could not be read.
fn is_unread(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|found| is_unread_by(found.code))
}

/// Whether a finding says that the fields could not be read.
fn is_unread_by(code: Code) -> bool {
    matches!(
        code,
        Code::BadYaml
            | Code::BadFrontMatter
            | Code::TabIndent
            | Code::ColonInValue
            | Code::NoFields
            | Code::YamlAnchor
            | Code::DuplicateField
            | Code::UnclosedQuote
            | Code::MissingSpace
            | Code::LooseLine
    )
}

/// Whether a line may be a field, however it is spelled.
fn may_be_field(line: &str) -> bool {
    let name = line.split([':', '=']).next().filter(|name| name.len() < line.len());
    name.is_some_and(|name| is_known(&name.trim().trim_matches(['"', '\'']).to_lowercase()))
}
