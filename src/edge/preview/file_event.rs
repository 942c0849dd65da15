//! An event of the file system, and the folders that are watched for events.

use std::path::PathBuf;
use std::sync::Arc;

/// A piece of news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileEvent {
    /// Something happened at this path, and is over.
    Changed(PathBuf),
    /// Something is being written to this file; [`FileEvent::Changed`] follows when it is closed.
    Writing(PathBuf),
    /// News were lost.
    Lost,
}

/// A folder to be watched, with all below it or without.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub path: PathBuf,
    pub deep: bool,
}

/// Takes news. Called from a thread of its own.
pub type EventHandler = Arc<dyn Fn(FileEvent) + Send + Sync>;
