//! What no book has, by its name: hidden files, what programs leave beside those of people, published sites.

use std::fs;
use std::path::Path;

use crate::base::config::Config;
use crate::base::inputs::Inputs;
use crate::base::path::SourcePath;
use crate::edge::file::{self, begins_with_fields};
use crate::edge::publish::generation::MANIFEST;
use crate::read::essay;

/// Hidden files that web servers and hosts look for.
const HIDDEN_BUT_SERVED: [&str; 3] = [".well-known", ".htaccess", ".nojekyll"];

/// Whether a folder holds nothing of a book, whatever the book's rules are.
pub(crate) fn is_foreign(folder: &Path) -> bool {
    is_hidden(folder) || is_left_behind(folder, true) || is_a_site(folder)
}

/// Whether nobody means to publish what has this name, wherever it lies.
pub(crate) fn is_private(name: &Path) -> bool {
    is_hidden(name) || is_left_behind(name, false)
}

/// Whether an entry is hidden.
pub(crate) fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') && !HIDDEN_BUT_SERVED.contains(&&*name)
}

/// Whether an entry is one that nobody means to publish, wherever it lies: what programs put beside the files of people,
/// and what opens doors.
pub(crate) fn is_left_behind(path: &Path, is_folder: bool) -> bool {
    const OF_SYSTEMS: [&str; 3] = ["thumbs.db", "ehthumbs.db", "desktop.ini"];
    const KEYS: [&str; 4] = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"];
    const OF_KEYS: [&str; 6] = [".pem", ".ppk", ".p12", ".pfx", ".jks", ".kdbx"];
    let typed = path.file_name().unwrap_or_default().to_string_lossy();
    let name = typed.to_lowercase();
    is_of_an_editor(&name)
        || name == "node_modules"
        || (!is_folder
            && (is_copy_of_an_essay(&name)
                || is_of_a_merge(&typed)
                || OF_SYSTEMS.contains(&&*name)
                || KEYS.contains(&&*name)
                || OF_KEYS.iter().any(|end| name.ends_with(end))))
}

/// Endings of files that hold no text: pictures, films, sounds, fonts, documents, packages.
const WITHOUT_TEXT: [&str; 36] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "tif", "tiff", "heic", "mp4", "m4v", "mov", "webm",
    "avi", "mkv", "mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "woff", "woff2", "ttf", "otf", "eot", "pdf",
    "epub", "docx", "zip", "gz", "7z", "wasm",
];

/// No text with fields is larger, in bytes.
const LARGEST_TEXT: u64 = 1 << 22;

/// Whether a file that is not an essay begins with front matter that keeps it back, as Jekyll and Hugo read it in files of any
/// kind.
pub(crate) fn withholds_itself(path: &SourcePath, file: &Path, config: &Config, inputs: &Inputs) -> bool {
    let ending = path.file_name().rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    // It lies where nothing need ask for being published.
    let reads = |text: String| essay::part(&SourcePath::new("../x"), &text, config, inputs);
    !WITHOUT_TEXT.contains(&&*ending)
        && begins_with_fields(file, path.is_html())
        && fs::metadata(file).is_ok_and(|file| file.len() <= LARGEST_TEXT)
        && file::read_text(file).is_ok_and(|text| reads(text).is_none())
}

/// Whether a folder is a published site: no source, wherever it lies.
pub(crate) fn is_a_site(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

/// Whether an entry of a book whose essays lie beside its `book.toml` is not one of them.
pub(crate) fn is_of_the_book(path: &Path) -> bool {
    let holds_themes = || {
        let folders = fs::read_dir(path).into_iter().flatten().flatten();
        folders
            .map(|folder| folder.path())
            .any(|folder| folder.join("theme.toml").is_file() || folder.join("templates").is_dir())
    };
    let name = path.file_name().unwrap_or_default();
    name == "book.toml" || (name == "themes" && holds_themes())
}

/// Whether a file says something of a repository, and so belongs to no site in it.
pub(crate) fn is_about_repository(path: &SourcePath) -> bool {
    const ABOUT: [&str; 10] = [
        "readme",
        "contributing",
        "license",
        "licence",
        "changelog",
        "code_of_conduct",
        "security",
        "support",
        "governance",
        "history",
    ];
    ABOUT.contains(&path.stem().to_lowercase().replace('-', "_").as_str())
}

/// What editors write beside a file while they save it: `name~` (emacs, vim), `#name#` (emacs), `name___jb_tmp___`
/// and `name___jb_old___` (JetBrains), `~$name` (Office), and what saving and merging leave: `name.bak`, `name.orig`,
/// `name.rej`. Their other files are hidden.
fn is_of_an_editor(name: &str) -> bool {
    const REMAINS: [&str; 6] = [".orig", ".rej", ".bak", ".swp", ".swo", ".tmp"];
    name.ends_with('~')
        || name.starts_with("~$")
        || REMAINS.iter().any(|end| name.ends_with(end))
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || name.contains("___jb_")
}

/// Whether a file is an essay put aside under a further ending: `a.md.old`, `a.md.save.1`, `a.md.mine`, `a.md~HEAD` (git),
/// `a.md-E` (sed). What is a page or a document made of one (`a.md.html`, `a.md.pdf`) is meant.
fn is_copy_of_an_essay(name: &str) -> bool {
    let path = SourcePath::new(name);
    let is_meant = path.is_markdown() || path.is_html() || name.rsplit('.').next() == Some("pdf");
    let is_further = |rest: &str| match rest.chars().next() {
        Some('.' | '~' | '#' | ';') => true,
        Some('-' | '_') => !rest.contains('.'),
        _ => false,
    };
    !is_meant && name.match_indices(".md").any(|(at, ending)| at > 0 && is_further(&name[at + ending.len()..]))
}

/// Whether a file is what a merge that was not finished leaves of one that is not an essay: `a.png.mine`, `a.png.r12` and the like
/// (Subversion), `a_LOCAL_1234.png` (git).
fn is_of_a_merge(name: &str) -> bool {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_of_subversion = matches!(ending, "mine" | "working") || ending.strip_prefix('r').is_some_and(is_number);
    (is_of_subversion && stem.trim_start_matches('.').contains('.'))
        || (is_side(stem) && !SourcePath::new(name).is_markdown())
}

/// Whether a file is called as `git mergetool` calls the sides of a merge: `a_LOCAL_1234`, before git 2.7 `a.LOCAL.1234`.
fn is_side(stem: &str) -> bool {
    const SIDES: [&str; 4] = ["BACKUP", "BASE", "LOCAL", "REMOTE"];
    let is_one = |sign: char| {
        let (rest, number) = stem.rsplit_once(sign)?;
        let (of, side) = rest.rsplit_once(sign)?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        Some(is_number && !of.is_empty() && SIDES.contains(&side))
    };
    ['_', '.'].into_iter().any(|sign| is_one(sign) == Some(true))
}

/// Whether a file is called as programs that keep folders the same on several machines call the second
/// text of two that do not agree: `x.sync-conflict-20260102-030405-ABCDEFG` (Syncthing), `x (Ann's conflicted copy
/// 2026-01-02)` (Dropbox, Obsidian), `x (conflicted copy 2026-01-02 030405)` (Nextcloud), `x_conflict-20260102-030405`
/// (ownCloud), `x (SFConflict ann@example.org 2026-01-02-03-04-05)` (Seafile), `x (Case Conflict)` (Dropbox),
/// `x [conflicted]` (pCloud), `x-DESKTOP-AB12CD3` (OneDrive), or as git calls the sides of a merge.
pub(super) fn is_conflict_copy(stem: &str) -> bool {
    let dated = |mark: &str| {
        stem.split_once(mark).is_some_and(|(_, rest)| rest.bytes().take(8).filter(u8::is_ascii_digit).count() == 8)
    };
    let in_brackets = || {
        let (_, inside) = stem.strip_suffix(')')?.rsplit_once(" (")?;
        let inside = inside.to_lowercase();
        let is_dated = inside.ends_with(|c: char| c.is_ascii_digit());
        let is_one = inside.contains("conflicted copy ") || inside.starts_with("sfconflict ");
        Some(is_one && is_dated || inside == "case conflict")
    };
    let of_machine = |kind: &str| {
        let number = stem.rsplit_once(kind).filter(|(of, _)| !of.is_empty()).map_or("", |(_, number)| number);
        (7..=8).contains(&number.len())
            && number.bytes().any(|byte| byte.is_ascii_digit())
            && number.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    dated(".sync-conflict-")
        || dated("_conflict-")
        || in_brackets() == Some(true)
        || stem.ends_with(" [conflicted]")
        || of_machine("-DESKTOP-")
        || of_machine("-LAPTOP-")
        || is_side(stem)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{is_conflict_copy, is_left_behind};

    #[test]
    fn what_merges_and_programs_leave_is_told_from_what_people_name() {
        for name in [
            "a.md~HEAD",
            "a.md~ann_topic",
            "a.md-E",
            "a.md_original",
            "a.md;1",
            "a.md.mine",
            "a.png.mine",
            "a.svg.r123",
            "a_LOCAL_1234.png",
            "a.md.un~1~",
            "a.md#",
        ] {
            assert!(is_left_behind(Path::new(name), false), "{name}");
        }
        for name in
            ["a.mine", "mine", "a_LOCAL.png", "a.r1", "a_local_1.png", "a.md", "x.md-notes.txt", "a.mdx", "a.md5"]
        {
            assert!(!is_left_behind(Path::new(name), false), "{name}");
        }
        for stem in [
            "a_LOCAL_1234",
            "a_REMOTE_1",
            "a_BASE_22",
            "a_BACKUP_22",
            "a.LOCAL.1234",
            "a.md.BACKUP.9",
            "a (Conflicted copy laptop 202601021234)",
            "a (SFConflict ann@example.org 2026-01-02-03-04-05)",
            "a (Case Conflict)",
            "a [conflicted]",
            "a-DESKTOP-AB12CD3",
        ] {
            assert!(is_conflict_copy(stem), "{stem}");
        }
        for stem in [
            "LOCAL_1",
            "a_LOCAL_x",
            "a local 12",
            "On (conflict)",
            "On conflicts",
            "A-DESKTOP-PUBLISHING",
            "a-DESKTOP-2",
            "BASE_64",
            "a copy",
            "a (1)",
        ] {
            assert!(!is_conflict_copy(stem), "{stem}");
        }
    }
}
