//! What the system says of a file without opening it.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A file that changed this shortly before it was read may change again without a trace in its
/// metadata, since clocks of file systems are coarse.
const COARSE: Duration = Duration::from_secs(1);

/// What the system says of a file. Two that are the same are of the same contents unless the file
/// changed again within a tick of the clock.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// On Unix, the device, the inode and the time of its last change, which no program sets back.
    inode: (u64, u64, i64, i64),
}

impl Stamp {
    /// What is said of a file, or of what a link leads to.
    pub(crate) fn of(file: &Path) -> Option<Self> {
        let metadata = fs::metadata(file).ok()?;
        Some(Self { length: metadata.len(), modified: metadata.modified().ok(), inode: inode(&metadata) })
    }

    /// What a file keeps when it is moved, and shares with no other. An inode by itself is given to others later.
    pub(crate) fn identity(&self) -> Option<(u64, u64, u64, Option<SystemTime>)> {
        let (device, inode, ..) = self.inode;
        (inode != 0).then_some((device, inode, self.length, self.modified))
    }

    /// Whether the file may have changed since without another stamp.
    pub(crate) fn is_fresh(&self, now: SystemTime) -> bool {
        let near = |then: SystemTime| now.duration_since(then).map_or(true, |age| age < COARSE);
        let changed = u64::try_from(self.inode.2).map(|seconds| {
            SystemTime::UNIX_EPOCH + Duration::new(seconds, u32::try_from(self.inode.3).unwrap_or_default())
        });
        self.modified.is_none_or(near) || changed.is_ok_and(near)
    }
}

#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> (u64, u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> (u64, u64, i64, i64) {
    Default::default()
}
