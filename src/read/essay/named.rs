//! The files that a text names beside those that it shows: in its fields, in shortcodes and the like. A text that nobody is
//! to see names more of them, in remarks for instance: what only such texts name would tell of them.

use memchr::memmem::find_iter;
use memchr::{memchr, memchr_iter};

use crate::base::config::Config;
use crate::base::path::SourcePath;
use crate::base::source::Assembled;
use crate::read::syntax::link::{Destination, Manner, Target, destination};

/// The longest name of a file that is looked for, with its folders, in bytes.
const LONGEST: usize = 300;

/// The longest ending of one, in bytes.
const LONGEST_ENDING: usize = 12;

/// As far as a shortcode is read, in bytes.
const LONGEST_CODE: usize = 2_000;

/// The files that a text was put together from, besides its own at `path`.
pub(super) fn taken(path: &SourcePath, assembled: &Assembled) -> Vec<Target> {
    let taken = assembled.files().filter(|file| *file != path);
    taken.map(|file| Target::new(&format!("/{file}"), None, Manner::Path)).collect()
}

/// The files that the essay at `path` names, whose body begins at `body` in `text`.
pub(super) fn named(path: &SourcePath, text: &str, body: usize, is_held: bool, config: &Config) -> Box<[Target]> {
    let mut names: Vec<&str> = Vec::new();
    let (head, body) = text.split_at(body);
    head.lines().for_each(|line| in_field(line, &mut names));
    let has = |sign: u8| memchr(sign, body.as_bytes()).is_some();
    let macros: &[_] = if has(b'{') { &[("{{", "}}"), ("{%", "%}")] } else { &[] };
    let is_module = path.is_mdx() || config.markdown.components;
    let modules: &[_] = if is_module { &[("import ", "\n"), ("require(", ")")] } else { &[] };
    let may_have_tags = has(b'<') || !macros.is_empty();
    let tags = [("data-src", ">"), ("<script", ">"), ("<meta", ">"), ("url(", ")")];
    let tags = if may_have_tags { &tags[..] } else { &[] };
    for (open, close) in [macros, modules, tags].into_iter().flatten() {
        for code in within(body, open, close) {
            in_code(code, &mut names);
        }
    }
    if config.markdown.properties && has(b':') {
        // Blocks have properties as well.
        body.lines().filter(|line| line.contains(":: ")).for_each(|line| in_field(line, &mut names));
    }
    if is_held {
        in_hidden(text, &mut names);
    }
    names.sort_unstable();
    names.dedup();
    let inside = |name: &str| match destination(&config.links.aliased(name), path.folder()) {
        Destination::Inside(target) => Some(target),
        Destination::Outside | Destination::Blocked { .. } => None,
    };
    names.into_iter().filter_map(inside).collect()
}

/// What stands in `text` between `open` and `close`, each stretch once.
fn within<'a>(text: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = &'a str> {
    let mut last = 0;
    find_iter(text.as_bytes(), open).filter_map(move |at| {
        let start = at + open.len();
        let rest = &text[start..text.floor_char_boundary(start + LONGEST_CODE)];
        if at < last {
            return None;
        }
        let end = rest.find(close);
        // Where it does not end soon, what begins soon after it does not either.
        last = start + end.unwrap_or(LONGEST_CODE / 2);
        Some(&rest[..end?])
    })
}

/// Whether a line may name a file: a letter or digit follows a dot. Sentences have none such.
fn may_name(line: &str) -> bool {
    memchr_iter(b'.', line.as_bytes()).any(|at| line.as_bytes().get(at + 1).is_some_and(u8::is_ascii_alphanumeric))
}

/// Takes what may be a file in a line of front matter.
fn in_field<'a>(line: &'a str, names: &mut Vec<&'a str>) {
    if !may_name(line) {
        return;
    }
    take(value(line), names);
    in_marks(line, names);
    for item in line.split([',', '[', ']', '{', '}', '(', ')']) {
        take(value(item), names);
    }
}

/// What stands behind the name of a field, or behind the sign of an item.
fn value(line: &str) -> &str {
    let line = line.trim().trim_end_matches(',');
    let item = line.trim_start_matches("- ");
    match item.find([':', '=']) {
        // A property of an outline has two: `banner:: a.png`.
        Some(at) if !item[at..].starts_with("://") => item[at + 1..].trim_start_matches(':'),
        _ => item,
    }
}

/// Takes what may be a file between marks of quotation.
fn in_marks<'a>(line: &'a str, names: &mut Vec<&'a str>) {
    for mark in ['"', '\''] {
        line.split(mark).for_each(|name| take(name, names));
    }
}

/// Takes what may be a file in a shortcode.
fn in_code<'a>(code: &'a str, names: &mut Vec<&'a str>) {
    if may_name(code) {
        in_marks(code, names);
        code.split(|c: char| c.is_whitespace() || "=,()".contains(c)).for_each(|word| take(word, names));
    }
}

/// Takes whatever may be a file in a text that nobody sees, as it is typed: in remarks and in code, in fields that cannot be read,
/// as a word of a sentence.
fn in_hidden<'a>(text: &'a str, names: &mut Vec<&'a str>) {
    for line in text.lines().filter(|line| may_name(line)) {
        take(value(line), names);
        in_marks(line, names);
        let behind = |sign: &'static str| line.split(sign).skip(1);
        behind("[[").for_each(|rest| take(rest.split(['|', '#', ']']).next().unwrap_or(rest), names));
        for rest in behind("](").chain(behind("]: ")) {
            take(target(rest), names);
        }
        let words = line.split(|c: char| c.is_whitespace() || "\"'`()[]{}<>|=,;*".contains(c));
        words.for_each(|word| take(word.trim_end_matches(['.', ':', '!', '?', '/']), names));
    }
}

/// The destination at the front of what follows `](`.
fn target(rest: &str) -> &str {
    if let Some(rest) = rest.strip_prefix('<') {
        return rest.split('>').next().unwrap_or(rest);
    }
    let mut depth = 0;
    let end = rest.find(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth < 0 || c.is_whitespace()
    });
    &rest[..end.unwrap_or(rest.len())]
}

/// Takes `name`, if it ends as the name of a file does.
fn take<'a>(name: &'a str, names: &mut Vec<&'a str>) {
    if !name.contains('.') {
        return;
    }
    let name =
        name.trim().trim_start_matches("- ").trim_matches(['"', '\'']).trim_start_matches('!').trim_start_matches("[[");
    let name = name.trim_end_matches("]]").split(['?', '#']).next().unwrap_or_default();
    let Some((stem, ending)) = name.rsplit_once('.').filter(|_| name.len() <= LONGEST) else { return };
    let is_ending = ending.len() <= LONGEST_ENDING
        && ending.bytes().all(|b| b.is_ascii_alphanumeric())
        && ending.bytes().any(|b| b.is_ascii_alphabetic());
    if is_ending && !stem.is_empty() && !stem.ends_with(char::is_whitespace) && !stem.contains('"') {
        names.push(name);
    }
}

#[cfg(test)]
mod tests {
    use super::named;
    use crate::base::config::Config;
    use crate::base::path::SourcePath;

    fn files(text: &str, is_held: bool) -> Vec<String> {
        let body = text.strip_prefix("---\n").and_then(|rest| rest.find("---\n")).map_or(0, |at| at + 8);
        let found = named(&SourcePath::new("a.mdx"), text, body, is_held, &Config::default());
        found.iter().map(|target| target.path.to_string()).collect()
    }

    #[test]
    fn fields_name_files_at_any_depth() {
        for line in [
            "image: a/b.png",
            "images: [a/b.png]",
            "images: [\"a/b.png\", 'x']",
            "images:\n  - a/b.png",
            "resources:\n  - src: a/b.png",
            "header: {image: a/b.png, x: y}",
            "banner = \"a/b.png\"",
            "\"cover\": \"a/b.png\",",
            "cover: '[[a/b.png]]'",
            "cover: ![[a/b.png]]",
        ] {
            assert_eq!(files(&format!("---\n{line}\n---\nText.\n"), false), ["a/b.png"], "{line}");
        }
        assert_eq!(files("---\ncover: My photo (1).png\n---\n", false), ["My photo (1).png"]);
        for line in ["title: Of doors. And walls", "version: 1.5", "date: 2026-01-02", "title: Nothing"] {
            assert_eq!(files(&format!("---\n{line}\n---\nText.\n"), false), [""; 0], "{line}");
        }
    }

    #[test]
    fn properties_name_files() {
        let mut config = Config::default();
        for line in [
            "banner:: a/b.png",
            "banner:: \"a/b.png\"",
            "cover:: ![x](a/b.png)",
            "- banner:: [[a/b.png]]",
            "  icon:: a/b.png",
        ] {
            for is_on in [true, false] {
                config.markdown.properties = is_on;
                let found = |text: &str, body: usize| named(&SourcePath::new("a.md"), text, body, false, &config);
                let text = format!("{line}\n\n- A.\n");
                assert_eq!(
                    found(&text, line.len()).iter().map(|target| &*target.path).collect::<Vec<_>>(),
                    ["a/b.png"],
                    "{line}"
                );
                assert_eq!(found(&format!("- A.\n{line}\n"), 0).len(), usize::from(is_on), "{line}");
            }
        }
    }

    #[test]
    fn shortcodes_name_files_with_and_without_quotation_marks() {
        for code in [
            "{{< figure a/b.png >}}",
            "{{< figure src=a/b.png >}}",
            "{{% figure src=\"a/b.png\" %}}",
            "{% img a/b.png %}",
            "{% asset_img left a/b.png 100 %}",
            "import Door from './a/b.png';\n",
            "<img src={require('./a/b.png').default} />",
        ] {
            let found = files(&format!("Text {code} text.\n"), false);
            assert!(found.iter().any(|name| name.trim_start_matches("./") == "a/b.png"), "{code} {found:?}");
        }
    }

    #[test]
    fn a_text_that_nobody_sees_names_files_in_remarks() {
        for text in [
            "<!-- ![A door](a/b.png) -->",
            "%% ![[a/b.png]] %%",
            "%% ![[a/b.png|100]] %%",
            "{% comment %}![A door](<a/b.png>){% endcomment %}",
            "<!-- <img src=a/b.png> -->",
            "<!-- <img src='a/b.png'> -->",
            "[//]: # (![A door](a/b.png))",
            "[door]: a/b.png",
        ] {
            let found = files(&format!("Text.\n{text}\n"), true);
            assert!(found.iter().any(|name| name == "a/b.png"), "{text} {found:?}");
            assert_eq!(files(&format!("Text.\n{text}\n"), false), [""; 0], "{text}");
        }
        assert_eq!(
            files("Text about a.png, and (b.png).\n```\nsee c/d.png\n```\n", true),
            ["a.png", "b.png", "c/d.png", "see c/d.png"]
        );
    }
}
