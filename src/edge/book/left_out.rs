//! What no book has, by its name: hidden files, what programs leave beside those of people, published sites.

use std::path::Path;

use crate::base::path::SourcePath;
use crate::edge::publish::generation::MANIFEST;

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
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    is_of_an_editor(&name)
        || name == "node_modules"
        || (!is_folder
            && (is_copy_of_an_essay(&name)
                || OF_SYSTEMS.contains(&&*name)
                || KEYS.contains(&&*name)
                || OF_KEYS.iter().any(|end| name.ends_with(end))))
}

/// Whether a folder is a published site: no source, wherever it lies.
pub(crate) fn is_a_site(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
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

/// Whether a file is an essay put aside under a further ending: `a.md.old`, `a.md.save.1`, `a.md.mine`. What is a page or
/// a document made of one (`a.md.html`, `a.md.pdf`) is meant.
fn is_copy_of_an_essay(name: &str) -> bool {
    let path = SourcePath::new(name);
    let is_meant = path.is_markdown() || path.is_html() || name.rsplit('.').next() == Some("pdf");
    !is_meant && name.match_indices(".md.").any(|(at, _)| at > 0)
}
