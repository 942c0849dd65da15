//! crosslight turns a folder of Markdown essays into a cross-linked static site.
//!
//! The modules below stand in reading order, which is also the order of the pipeline: words ← read
//! ← gather ← show ← edge. A module uses only what stands to its left, and only the edge touches
//! the world. `ARCHITECTURE.md` has the map and the laws.

// words: plain types
pub mod attic;
pub mod config;
pub mod diagnostic;
pub mod key;
pub mod levels;
pub mod name;
pub mod nearest;
pub mod page_file;
pub mod patch;
pub mod path;
pub mod slug;
pub mod source;
pub mod span;
pub mod tag;
pub mod when;

// read: one file, one essay
pub mod essay;
pub mod front_matter;
pub mod html;
pub mod idle;
pub mod inline;
pub mod keyword;
pub mod markdown;
pub mod passage;
pub mod permalink;
pub mod syntax;

// gather: many essays, one library
pub mod called;
pub mod card;
pub mod charset;
pub mod citations;
pub mod derived;
pub mod facet;
pub mod facts;
pub mod graph;
pub mod group;
pub mod index;
pub mod library;
pub mod named;
pub mod reader;
pub mod related;
pub mod relation;
pub mod resolve;
pub mod section;
pub mod shape;
pub mod shard;
pub mod stop;
pub mod trail;
pub mod value;
pub mod vocabulary;

// show: a library, pages
pub mod address;
pub mod aside;
pub mod layout;
pub mod lint;
pub mod margin;
pub mod page;
pub mod prose;
pub mod site;
pub mod suggestion;
pub mod theme;

// edge: the world; what the lints forbid everywhere else is its work
pub mod book;
#[expect(clippy::disallowed_methods)]
pub mod cli;
#[expect(clippy::disallowed_methods)]
pub mod clock;
pub mod detect;
#[expect(clippy::disallowed_methods)]
pub mod disk;
pub mod doubt;
#[expect(clippy::disallowed_methods)]
pub mod external;
pub(crate) mod fence;
#[expect(clippy::disallowed_methods)]
pub mod file;
#[expect(clippy::disallowed_methods)]
pub mod generation;
#[expect(clippy::disallowed_methods)]
mod glance;
pub mod history;
pub(crate) mod left_out;
#[expect(clippy::disallowed_methods)]
pub mod live;
pub mod load;
#[expect(clippy::disallowed_methods)]
pub mod memory;
#[expect(clippy::disallowed_methods)]
pub mod mend;
#[expect(clippy::disallowed_methods)]
pub mod mirror;
#[expect(clippy::disallowed_methods)]
pub mod preview;
#[expect(clippy::disallowed_methods)]
pub mod publish;
mod refusal;
#[expect(clippy::disallowed_methods)]
pub mod report;
pub mod serve;
pub mod sign;
pub mod spill;
mod stamp;
mod terminal;
pub mod walk;
pub mod watch;
