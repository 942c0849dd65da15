//! Prints. If the reader of the output is gone, nothing more is printed, and the command still does its work; a full
//! disk is an error like any other.

use std::fmt;
use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::edge::refusal;

/// What the process ends with where its words cannot be written.
const FAILED: i32 = 2;

/// Whether whoever read what is printed has gone away.
static IS_UNREAD: AtomicBool = AtomicBool::new(false);

/// Prints a line for whoever asked.
pub(crate) fn out(line: fmt::Arguments<'_>) {
    if IS_UNREAD.load(Ordering::Relaxed) {
        return;
    }
    let written = writeln!(anstream::stdout().lock(), "{line}");
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => IS_UNREAD.store(true, Ordering::Relaxed),
        Err(error) => {
            err(format_args!("error: what this prints cannot be written: {}", refusal::reason(&error)));
            std::process::exit(FAILED);
        }
    }
}

/// Prints a line beside that: what is wrong, what was done. Where this cannot be written there is nobody to tell.
pub(crate) fn err(line: fmt::Arguments<'_>) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}
