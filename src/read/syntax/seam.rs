//! A sign that stands between two others while a text is read, and is gone before anything is written: it keeps the
//! parser from taking what follows for something else.

/// As it is put into a text: a character that Unicode keeps for programs, which no text has.
pub const TYPED: &str = "&#xFDD0;";

/// As the parser hands it on, as a text of its own.
pub const READ: &str = "\u{fdd0}";
