//! Why the system refuses something, in plain words.
//!
//! What it says itself is short, in another tone, and ends in a number.

use std::io::{self, ErrorKind};

use anyhow::Error;

/// Why the system refuses, in words that follow a colon: `x cannot be read: …`.
pub(crate) fn reason(error: &io::Error) -> String {
    let plain = match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "you have no permission for it",
        ErrorKind::AlreadyExists => "there is something of this name already",
        ErrorKind::NotADirectory => "a part of this path is a file, not a folder",
        ErrorKind::IsADirectory => "it is a folder, not a file",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "your share of the disk is used up",
        ErrorKind::ReadOnlyFilesystem => "nothing can be written to this disk",
        ErrorKind::InvalidFilename => "a name in this path is too long, or has a sign that the disk does not take",
        // On Unix, EIO.
        _ if cfg!(unix) && error.raw_os_error() == Some(5) => "the disk gives an error, and may be failing",
        ErrorKind::InvalidData => "it is not text in UTF-8",
        _ => {
            let said = error.to_string();
            // For people the number says nothing.
            return said.split(" (os error").next().unwrap_or_default().to_owned();
        }
    };
    plain.to_owned()
}

/// What can be done about it, where that is known.
fn help(error: &io::Error) -> Option<&'static str> {
    match error.kind() {
        ErrorKind::PermissionDenied => Some("give yourself permission to read and write it, or use another folder"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some("make room, then try again"),
        ErrorKind::ReadOnlyFilesystem => Some("use a folder on another disk"),
        ErrorKind::InvalidFilename => Some("choose a shorter name"),
        _ => None,
    }
}

/// What went wrong: a line with the reason, then a line for each thing that can be done.
pub(crate) fn told(error: &Error) -> String {
    let mut says: Vec<String> = Vec::new();
    let mut helps: Vec<String> = Vec::new();
    for cause in error.chain() {
        let refused = cause.downcast_ref::<io::Error>();
        let text = refused.map_or_else(|| cause.to_string(), reason);
        let mut lines = text.lines().map(str::to_owned);
        // Some errors repeat what they come from.
        says.extend(lines.next().filter(|line| !says.contains(line)));
        helps.extend(lines);
        helps.extend(refused.and_then(help).map(str::to_owned));
    }
    std::iter::once(says.join(": ")).chain(helps).collect::<Vec<_>>().join("\n")
}
