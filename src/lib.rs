//! crosslight turns a folder of Markdown essays into a cross-linked static site.
//!
//! The parts below stand in the order of the pipeline, from left to right. A part uses only those to its left, and only
//! [`edge`] and [`cli`] touch the world. `ARCHITECTURE.md` has the laws.

/// Plain types, which know nothing of essays.
pub mod base;

/// One file becomes one essay: see [`read::essay::read`].
pub mod read;

/// Many essays become one library: see [`gather::library::Library::change`].
pub mod gather;

/// A library becomes pages: see [`render::page::make`].
pub mod render;

/// The engine, edits in and outputs out: see [`site::Site::settle`].
pub mod site;

/// The disk, the network, the clock: what the lints forbid everywhere else is their work.
#[expect(clippy::disallowed_methods)]
pub mod edge;

/// The command line: one file a command.
#[expect(clippy::disallowed_methods)]
pub mod cli;
