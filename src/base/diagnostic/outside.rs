//! What is wrong with links to other sites.

use super::code::Code;
use super::model::{Diagnostic, content};
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// A page of another site that is not there.
pub fn dead_outside_link(path: &SourcePath, span: Span, address: &str, status: u16) -> Diagnostic {
    Diagnostic::new(Code::DeadOutsideLink, content(path), span, format!("there is no page at `{address}`"))
        .label(format!("its server answers {status}"))
        .help("link to its new address or to a copy at https://web.archive.org/, or remove the link")
}

/// A page of another site that has moved for good.
pub fn moved_outside_link(path: &SourcePath, span: Span, address: &str, to: &str) -> Diagnostic {
    Diagnostic::new(Code::MovedOutsideLink, content(path), span, format!("`{address}` has moved for good"))
        .label("readers arrive only while its server redirects them")
        .help(format!("if that is what you mean, link to `{to}`"))
}

/// A page of another site that could not be had.
pub fn silent_outside_link(path: &SourcePath, span: Span, address: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::SilentOutsideLink, content(path), span, format!("`{address}` could not be reached"))
        .label(why)
        .help("open it in a browser; if it works there, add the start of the address to `skip-prefixes` under `[link-checker]`")
}
