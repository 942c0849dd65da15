//! Why an essay is not published.

use crate::base::config::{Config, Publish};
use crate::base::date::When;
use crate::base::inputs::Inputs;
use crate::base::path::SourcePath;
use crate::base::ruled::Ruling;
use crate::read::front_matter::Meta;
use crate::read::permalink::{self, Place};

/// Why an essay is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Held {
    /// It says that it is a draft, or private, or may say so.
    Draft,
    Future,
    Expired,
    /// The book publishes what asks for it, and it does not.
    Unasked,
    /// Another file says that it is a draft, by the rules of the tool that the book was made for.
    Ruled,
    /// It cannot be read.
    Unread,
    /// Its text is made by a program of another tool.
    Template,
    /// It is a drawing.
    Drawing,
}

impl Held {
    /// The same in a few words, for who links to the essay.
    pub fn why(self) -> &'static str {
        match self {
            Self::Draft => "a draft, or kept private",
            Self::Future => "its day lies in the future",
            Self::Expired => "its day of expiry has come",
            Self::Unasked => "it does not ask for being published",
            Self::Ruled => "another file of the book holds it back",
            Self::Unread => "it cannot be read",
            Self::Template => "a template of another tool",
            Self::Drawing => "a drawing, which no page can show",
        }
    }
}

/// Why an essay is kept back, if it is: a draft (Jekyll's are in `_drafts`), not published yet, expired, or not asked for.
pub(super) fn held(
    path: &SourcePath,
    meta: &Meta,
    date: Option<When>,
    config: &Config,
    inputs: &Inputs,
) -> Option<Held> {
    let (build, today) = (&config.build, inputs.today);
    let after_today = |when: Option<When>| matches!((when, today), (Some(when), Some(today)) if when.day() > today);
    let future = after_today(date) || after_today(meta.publish_date);
    let expired = meta.expires.is_some() && today.is_some() && !after_today(meta.expires);
    let in_drafts = path.folder().split('/').any(|folder| folder == "_drafts");
    let draft = meta.draft || in_drafts || meta.publish == Some(false);
    let unasked = permalink::publishes(path, config) == Publish::Explicit && meta.publish != Some(true);
    match () {
        () if draft && !build.drafts => Some(Held::Draft),
        () if future && !build.future => Some(Held::Future),
        () if expired && !build.expired => Some(Held::Expired),
        () if unasked && !build.drafts => Some(Held::Unasked),
        () if ruling(path, meta, config, inputs).is_some() => Some(Held::Ruled),
        () => None,
    }
}

/// What holds back an essay by the rules of another tool, whatever else does.
pub fn ruling<'a>(path: &SourcePath, meta: &Meta, config: &Config, inputs: &'a Inputs) -> Option<Ruling<'a>> {
    inputs.held.ruling(path, || Place::of(path, config).language, &meta.said)
}
