//! One file a syntax: the place for what writers may write beyond CommonMark.
//!
//! Each says what its text means; [`crate::read::markdown`] walks the document and asks them. Each has its
//! specification, with examples that are tests, in `tests/syntax/`.

pub mod abbreviation;
pub mod admonition;
pub mod array;
pub mod attribute;
pub mod autolink;
pub mod block;
pub mod callout;
pub mod code;
pub mod comment;
pub mod conflict;
pub mod contents;
pub mod css;
pub mod definition;
pub mod direction;
pub mod embed;
pub mod emoji;
pub mod emphasis;
pub mod footnote;
pub mod foreign;
pub mod formula;
pub mod half_link;
pub mod heading;
pub mod hero;
pub mod hidden_line;
pub mod html_block;
pub mod include;
pub mod keys;
pub mod label;
pub mod leftover;
pub mod link;
pub mod liquid;
pub mod loose_table;
pub mod macros;
pub mod mark;
pub mod markup;
pub mod math;
pub mod mdx;
pub mod media;
pub mod outline;
pub mod own_command;
pub mod property;
pub mod query;
pub mod region;
pub mod scope;
pub mod script;
pub mod seam;
pub mod shortcode;
pub mod stray;
pub mod summary;
pub mod swallowed;
pub mod table_bar;
pub mod tag;
pub mod task;
pub mod tex;
pub mod trail;
pub mod untrusted;
pub mod wikilink;

use std::ops::Range;

/// Whether a backslash takes the meaning from what stands at `at`: an odd number of them.
pub fn is_escaped(text: &str, at: usize) -> bool {
    let before = &text[..at];
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}

/// Whether one of `places`, which are in order, holds `at`.
pub fn holds(places: &[Range<usize>], at: usize) -> bool {
    places.get(places.partition_point(|place| place.end <= at)).is_some_and(|place| place.start <= at)
}

/// Text in which no sign has a meaning in Markdown.
pub fn escaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => plain.push(' '),
            c if c.is_ascii_punctuation() && !",.'\"/-;?%()@".contains(c) => plain.extend(['\\', c]),
            c => plain.push(c),
        }
    }
    plain
}
