//! What is asked of a single file or path.

use std::fs;
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// `path` below `src`, with `/` between its parts.
pub(crate) fn relative(src: &Path, path: &Path) -> String {
    let path = path.strip_prefix(src).unwrap_or(path).to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { path.into_owned() } else { path.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// Whether an error says that there is no such file. What cannot be looked at for another reason has not gone.
pub(crate) fn is_gone(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Whether a file begins with front matter. One of HTML may have its fields in JSON; elsewhere that is data.
pub(crate) fn begins_with_fields(file: &Path, is_html: bool) -> bool {
    // A pipe would be waited for.
    if !file.is_file() {
        return false;
    }
    let mut front = Vec::new();
    // A line of its own, below empty ones, and a mark of the order of bytes before it.
    let read = fs::File::open(file).and_then(|open| open.take(64).read_to_end(&mut front));
    let front = front.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&front).trim_ascii_start();
    let fence = front.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_end();
    let is_object = || front.strip_prefix(b"{").is_some_and(|inside| inside.trim_ascii_start().starts_with(b"\""));
    read.is_ok() && (matches!(fence, b"---" | b"+++" | b"---json" | b"---toml") || is_html && is_object())
}

/// Files up to this many bytes are read in one go, and held in memory where they are held.
pub(crate) const SMALL: u64 = 1 << 20;

/// The hash of the bytes of a file.
///
/// # Errors
/// If the file cannot be read.
pub fn hash(file: &Path) -> Result<u128> {
    let mut open = fs::File::open(file)?;
    let length = open.metadata()?.len();
    if length <= SMALL {
        // Room for one more, so that the end is found without growing.
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
        // A file that is read to its end by itself is asked for its length once more.
        Read::by_ref(&mut open).take(u64::MAX).read_to_end(&mut bytes)?;
        return Ok(xxh3_128(&bytes));
    }
    let mut hasher = Xxh3::new();
    let mut part = vec![0; 1 << 16];
    loop {
        match open.read(&mut part)? {
            0 => return Ok(hasher.digest128()),
            length => hasher.update(&part[..length]),
        }
    }
}

/// What a plain file holds. A pipe would be waited for, and a device may never end.
///
/// # Errors
/// If it is not a plain file, or cannot be read.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>> {
    let mut open = open(file)?;
    let mut bytes = Vec::with_capacity(usize::try_from(open.metadata()?.len()).unwrap_or_default());
    open.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a plain file.
///
/// # Errors
/// The same, and if it is not UTF-8.
pub(crate) fn read_text(file: &Path) -> Result<String> {
    String::from_utf8(read(file)?).map_err(|error| Error::new(ErrorKind::InvalidData, error))
}

fn open(file: &Path) -> Result<fs::File> {
    if fs::metadata(file)?.is_file() { fs::File::open(file) } else { Err(Error::other("it is not a plain file")) }
}
