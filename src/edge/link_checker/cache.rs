//! Answers that are good for some days, in one file.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::edge::link_checker::answer::Answer;

/// The form of the file. One of another form is not read.
const VERSION: u32 = 1;

/// A file longer than this is not one of ours.
const LONGEST: u64 = 64 << 20;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    version: u32,
    answers: BTreeMap<String, Entry>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// When it was given, in seconds since 1970.
    at: i64,
    answer: Answer,
}

pub(super) struct Cache {
    /// None if nothing is kept.
    file: Option<PathBuf>,
    now: i64,
    kept: Kept,
    unsaved: usize,
}

impl Cache {
    /// The answers in `file` that are younger than `days`, at `now` in seconds since 1970. Whatever
    /// else it holds is not taken, and is gone with the next [`Cache::save`]. With no days nothing
    /// is read or written.
    ///
    /// # Errors
    /// If `file` cannot be written.
    pub(super) fn open(file: &Path, days: u32, now: i64) -> Result<Self> {
        let nothing = Kept { version: VERSION, answers: BTreeMap::new() };
        if days == 0 {
            return Ok(Self { file: None, now, kept: nothing, unsaved: 0 });
        }
        make_folder(file).with_context(|| cannot_keep(file))?;
        let mut kept = read(file).filter(|kept| kept.version == VERSION).unwrap_or(nothing);
        let seconds = i64::from(days) * 24 * 60 * 60;
        // An answer from the future was given by another clock, and may be of any age.
        kept.answers.retain(|_, entry| now.checked_sub(entry.at).is_some_and(|age| (0..seconds).contains(&age)));
        kept.answers.retain(|_, entry| is_good(&entry.answer));
        let cache = Self { file: Some(file.to_owned()), now, kept, unsaved: 0 };
        cache.write()?;
        Ok(cache)
    }

    pub(super) fn answer(&self, address: &Url) -> Option<&Answer> {
        self.kept.answers.get(address.as_str()).map(|entry| &entry.answer)
    }

    /// Keeps `answer` if it is a good one.
    pub(super) fn keep(&mut self, address: &Url, answer: Answer) {
        if self.file.is_some() && is_good(&answer) {
            self.kept.answers.insert(address.as_str().to_owned(), Entry { at: self.now, answer });
            self.unsaved += 1;
        }
    }

    /// How many answers are in memory only.
    pub(super) fn unsaved(&self) -> usize {
        self.unsaved
    }

    /// Writes what is new.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(super) fn save(&mut self) -> Result<()> {
        if self.unsaved > 0 {
            self.write()?;
            self.unsaved = 0;
        }
        Ok(())
    }

    fn write(&self) -> Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let mut text = serde_json::to_vec_pretty(&self.kept).with_context(|| cannot_keep(file))?;
        text.push(b'\n');
        exchange(file, &text).with_context(|| cannot_keep(file))
    }
}

fn cannot_keep(file: &Path) -> String {
    format!("answers of other sites cannot be kept in `{}`", file.display())
}

/// Whether there is no need to ask again for some days. A server that was asked too often (429) may
/// answer tomorrow.
fn is_good(answer: &Answer) -> bool {
    match answer {
        Answer::Well | Answer::Moved { .. } => true,
        Answer::Refused { status } => *status != 429,
        Answer::Gone { .. } | Answer::Failed { .. } | Answer::Skipped => false,
    }
}

fn read(file: &Path) -> Option<Kept> {
    // Anything but a file might keep who reads it waiting.
    fs::metadata(file).ok().filter(|found| found.is_file() && found.len() <= LONGEST)?;
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

/// Makes the folder of `file`. A new one keeps itself out of git.
fn make_folder(file: &Path) -> io::Result<()> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join(".gitignore"), "*\n")
}

/// Puts a file with `bytes` in the place of `file`, in one step: who reads it has the old one or the
/// new one.
fn exchange(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new = file.with_file_name(name);
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&new)
        .and_then(|mut open| open.write_all(bytes))
        .and_then(|()| fs::rename(&new, file));
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written
}
