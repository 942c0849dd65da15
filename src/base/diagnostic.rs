//! What crosslight has to say about a book: where, what is wrong, why, and what to do.
//!
//! One function makes each diagnostic, in the file below that it belongs to, so its wording is in one place; whoever
//! reports it imports it from there. Lower case, no full stop, backticks round names. Nothing here prints; see
//! [`crate::edge::report`].

pub mod book;
mod code;
pub mod files;
pub mod foreign;
pub mod front_matter;
pub mod links;
mod model;
pub mod outside;
pub mod settings;
pub mod slips;
pub mod tags;
pub mod text;
pub mod theme;
pub mod withheld;
pub mod yaml;

pub use self::code::{Code, Level, Severity, Weight};
pub use self::model::{Diagnostic, File, Fix, Wanted};
