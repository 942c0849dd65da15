//! Keeps the texts of a book in a file without a name, which disappears with the process.
//!
//! The file is beside the site and not in the folder for temporary files, which may be in memory. It is used only on
//! systems where several threads can read one file at once.

use std::path::Path;
use std::sync::Arc;

use crate::base::spill::Spill;

/// A file for spilled texts in `folder`; `None` if it cannot be made.
pub fn open(folder: &Path) -> Option<Arc<dyn Spill>> {
    #[cfg(unix)]
    return Some(Arc::new(unix::SpillFile::new(folder).ok()?));
    #[cfg(not(unix))]
    return None;
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io;
    use std::os::unix::fs::FileExt;
    use std::path::Path;
    use std::sync::atomic::{AtomicU64, Ordering};

    use crate::base::spill::Spill;

    #[derive(Debug)]
    pub(super) struct SpillFile {
        file: File,
        end: AtomicU64,
    }

    impl SpillFile {
        pub(super) fn new(folder: &Path) -> io::Result<Self> {
            Ok(Self { file: tempfile::tempfile_in(folder)?, end: AtomicU64::new(0) })
        }
    }

    impl Spill for SpillFile {
        fn put(&self, text: &str) -> Option<u64> {
            let at = self.end.fetch_add(text.len() as u64, Ordering::Relaxed);
            self.file.write_all_at(text.as_bytes(), at).ok()?;
            Some(at)
        }

        fn get(&self, at: u64, bytes: &mut [u8]) {
            if let Err(error) = self.file.read_exact_at(bytes, at) {
                panic!("a text that was put on disk cannot be read back: {error}");
            }
        }
    }
}
