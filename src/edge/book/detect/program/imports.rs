//! What a program takes from files beside it.

use std::path::Path;

use super::Program;
use super::code::{name_at, quoted, without_remarks};
use crate::base::path::joined;
use crate::edge::file;

/// The endings that a program may leave out.
const ENDINGS: [&str; 4] = ["", ".ts", ".js", ".mjs"];

impl Program {
    /// The first of `files` that is there, with what it imports from files of its folder: what such a file is as a whole has
    /// the name that it is imported by.
    pub(in super::super) fn with_imports(root: &Path, files: &[&str]) -> Option<Self> {
        let (_, program) = Self::read(root, files)?;
        let imported = program.code.match_indices("import ").filter_map(|(at, word)| {
            let (names, rest) = program.code[at + word.len()..].split_once("from")?;
            let path = quoted(rest)?.0;
            let path = joined("", &path).filter(|_| path.starts_with("./"))?;
            let text = ENDINGS.iter().find_map(|end| file::read_text(&root.join(format!("{path}{end}"))).ok())?;
            let given = format!("const {} = ", name_at(names));
            let text = without_remarks(&text);
            Some(if Path::new(&path).extension().is_some_and(|ending| ending == "json") {
                given + &text
            } else {
                text.replacen("export default ", &given, 1)
            })
        });
        let whole: Vec<String> = std::iter::once(program.code.clone()).chain(imported).collect();
        Some(Self::plainly(whole.join("\n")))
    }
}
