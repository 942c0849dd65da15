//! All integration tests in one binary. A file is named after what it tests: `cargo test --test tests links::` runs those of
//! links, and `cargo test --test tests links::a_name` those whose names begin so.

// The texts that tests expect are written by `expect-test`, hashes and all.
#![allow(clippy::needless_raw_string_hashes)]
// Tests read and write files.
#![allow(clippy::disallowed_methods)]
// File names are those that crosslight makes, and a test may take its time.
#![allow(clippy::case_sensitive_file_extension_comparisons, clippy::format_push_string)]

mod addresses;
mod books;
mod check;
mod commonmark;
mod connections;
#[path = "../benches/corpus.rs"]
mod corpus;
mod diagnostics;
mod disk;
mod edge;
mod external;
mod faults;
mod folders;
mod front_matter;
mod growth;
mod head;
mod history;
mod html;
mod knowledge_base;
mod laws;
mod links;
mod llms;
mod odd;
mod paths;
mod places;
mod rebuild;
mod resolve;
mod saves;
mod serve;
mod server;
mod silent;
mod social_cards;
mod storm;
mod strangers;
mod support;
mod syntax;
mod theme;
mod themes;
mod tidy;
mod unlinked;
mod vocabulary;
mod watch;
mod withheld;
mod written;
