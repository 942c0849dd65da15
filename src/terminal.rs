//! What is printed. A reader that has gone away ends the command quietly, as it does with other programs; a disk that
//! is full is an error like any other.

use std::fmt;
use std::io::{ErrorKind, Write};

/// What the process ends with where its words cannot be written.
const FAILED: i32 = 2;

/// Prints a line for whoever asked.
pub(crate) fn out(line: fmt::Arguments<'_>) {
    let written = writeln!(anstream::stdout().lock(), "{line}");
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => {
            err(format_args!("error: what this prints cannot be written: {error}"));
            std::process::exit(FAILED);
        }
    }
}

/// Prints a line beside that: what is wrong, what was done. Where this cannot be written there is nobody to tell.
pub(crate) fn err(line: fmt::Arguments<'_>) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}
