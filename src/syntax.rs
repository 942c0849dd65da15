//! One file a syntax: the place for what writers may write beyond CommonMark.
//!
//! Each says what its text means; [`crate::markdown`] walks the document and asks them.

pub mod alert;
pub mod footnote;
pub mod heading;
pub mod link;
pub mod wikilink;
