//! Plain types that know nothing of essays: settings, paths, dates, places in a text, and everything that may be reported
//! about a book ([`diagnostic`]).

pub mod charset;
pub mod config;
pub mod date;
pub mod diagnostic;
pub mod exact;
pub mod ignore_line;
pub mod inputs;
pub mod key;
pub mod left_out;
pub mod lint_levels;
pub mod name;
pub mod nearest;
pub mod own_file;
pub mod page_file;
pub mod path;
pub mod ruled;
pub mod scheme;
pub mod slug;
pub mod source;
pub mod source_map;
pub mod span;
pub mod spill;
pub mod tag;
