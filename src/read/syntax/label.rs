//! Labels as `MyST` and Sphinx write them, a name that links find wherever it stands: `(name)=` above a block. And the roles
//! that lead there: `` {ref}`words <name>` ``, `` {doc}`path` ``.

use std::ops::Range;

use crate::base::config::Links;
use crate::base::source_map::Patch;
use crate::read::html::Html;
use crate::read::syntax::holds;

/// The name that a line gives to what stands below it.
pub fn name(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix('(')?.strip_suffix(")=")?;
    let is_sound = !inner.is_empty() && !inner.contains(['(', ')', '<', '>', '`']) && inner.trim() == inner;
    is_sound.then_some(inner)
}

/// The name that a line among the options of a directive gives to what that shows.
pub fn of_directive(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let keys = [":name:", ":label:", "name:", "label:"];
    let after = keys
        .iter()
        .find_map(|key| line.strip_prefix(key))
        .or_else(|| line.split_once("{figure-md}").map(|(_, name)| name));
    after.map(str::trim).filter(|name| !name.is_empty() && !name.contains(' '))
}

/// What makes places of labels and links of roles. What begins in one of `verbatim` (code and the like) is left alone.
pub fn patches(text: &str, verbatim: &[Range<usize>], links: &Links) -> Vec<Patch> {
    let mut patches = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let first = start + line.len() - line.trim_start().len();
        if let Some(name) = name(line).filter(|_| !holds(verbatim, first)) {
            let mut html = Html::default();
            html.push("<a");
            html.attribute("id", name);
            html.push("></a>");
            patches.push((first..start + line.trim_end().len(), html.text));
        } else {
            patches.extend(roles(line, links).map(|(place, link)| (start + place.start..start + place.end, link)));
        }
        start += line.len();
    }
    patches.retain(|(place, _)| !holds(verbatim, place.start));
    patches
}

/// The roles in a line that lead somewhere, and what they are in Markdown. Of one that names what another site has, the words.
fn roles(line: &str, links: &Links) -> impl Iterator<Item = (Range<usize>, String)> {
    line.match_indices("}`").filter_map(move |(at, _)| {
        let name = ["{ref", "{numref", "{doc"].into_iter().find(|name| line[..at].ends_with(name))?;
        let inside = line[at + 2..].split_once('`')?.0;
        let titled = inside.strip_suffix('>').and_then(|inside| inside.split_once('<'));
        let (words, target) = titled.map_or((inside, inside), |(words, target)| (words.trim(), target));
        let is_plain = !target.is_empty() && !target.contains(['<', '>']) && !words.contains(['[', ']']);
        let sign = if name == "{doc" { "" } else { "#" };
        let read = match target.split_once(':').filter(|_| links.is_of_other_list(target)) {
            Some((_, own)) if words == target => own.to_owned(),
            Some(_) => words.to_owned(),
            None => format!("[{words}](<{sign}{target}>)"),
        };
        is_plain.then(|| (at - name.len()..at + inside.len() + 3, read))
    })
}

#[cfg(test)]
mod tests {
    use super::patches;
    use crate::base::config::Links;
    use crate::base::source_map::Patched;

    #[test]
    fn labels_and_roles_are_read() {
        let links = Links { elsewhere: vec!["python:*".into()], ..Links::default() };
        for (typed, read) in [
            ("(doors)=\n# Doors\n", "<a id=\"doors\"></a>\n# Doors\n"),
            ("See {ref}`doors`, {doc}`the hall <../hall>`.\n", "See [doors](<#doors>), [the hall](<../hall>).\n"),
            ("See {ref}`python:intro` and {doc}`the *hall* <python:a/hall>`.\n", "See intro and the *hall*.\n"),
            ("A {term}`x`, f(x)=\n(a b)= c\n{ref}`x\n", "A {term}`x`, f(x)=\n(a b)= c\n{ref}`x\n"),
        ] {
            let mut patched = Patched::new(typed);
            patched.apply(patches(typed, &[], &links));
            assert_eq!(patched.text(), read);
        }
    }
}
