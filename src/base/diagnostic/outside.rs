//! What is wrong with links to other sites.

use super::code::Code;
use super::model::{Diagnostic, content};
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// A page of another site that is not there.
pub fn dead_outside_link(path: &SourcePath, span: Span, address: &str, status: u16) -> Diagnostic {
    Diagnostic::new(Code::DeadOutsideLink, content(path), span, format!("there is no page at `{address}`"))
        .label(format!("its server answers {status}"))
        .help("link to where it is now, to a copy at https://web.archive.org/, or to nothing")
}

/// A page of another site that has moved for good.
pub fn moved_outside_link(path: &SourcePath, span: Span, address: &str, to: &str) -> Diagnostic {
    Diagnostic::new(Code::MovedOutsideLink, content(path), span, format!("`{address}` has moved for good"))
        .label("readers are sent on, for as long as its server does so")
        .help(format!("if that is what you mean, link to `{to}`"))
}

/// A page of another site that could not be had.
pub fn silent_outside_link(path: &SourcePath, span: Span, address: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::SilentOutsideLink, content(path), span, format!("`{address}` could not be reached"))
        .label(why)
        .help("look at it in a browser; if all is well there, add the front of the address to `skip-prefixes` under `[link-checker]`")
}
