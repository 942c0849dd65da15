//! What the values in programs of an Eleventy site say of the texts that they are for.

use std::collections::BTreeSet;

use super::super::program::Program;
use super::super::program::code::{ends, name_at, quoted, value_end};

/// The fields by which a text has no page or is not to be seen.
const FIELDS: [&str; 2] = ["permalink", "draft"];

/// The table of fields that are worked out for each text.
pub(super) const COMPUTED: &str = "eleventyComputed";

/// How many values are looked at. Nobody writes more.
pub(super) const MOST: usize = 100;

/// What a value says, what holds back last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Nothing,
    /// That texts are shown.
    Shown,
    /// Nobody knows before the program runs.
    Unknown,
    /// That texts are held back.
    Held,
}

/// The fields that bear on whether texts are published, and whether each holds them back; `None` if that cannot be known and
/// may hold back. `unknown` are the tables of which nothing is known at all.
pub(super) fn of_program(program: &Program, unknown: &mut BTreeSet<&'static str>) -> Option<Vec<(String, bool)>> {
    let mut said = Vec::new();
    for field in FIELDS {
        let is_held = program.is(field, field != "permalink").then_some(Says::Held);
        // Of several, each may be for all texts.
        let values: Vec<&str> = program.fields(field).take(MOST + 1).collect();
        let too_many = (values.len() > MOST).then_some(Says::Unknown);
        let all = values.into_iter().take(MOST).map(|value| says(program, field, value));
        let all = all.chain(too_many).chain(is_held);
        match all.max().unwrap_or(Says::Nothing) {
            Says::Nothing => {}
            Says::Shown => said.push((field.to_owned(), false)),
            Says::Held => said.push((field.to_owned(), true)),
            Says::Unknown => return None,
        }
    }
    let is_known = program.fields(COMPUTED).take(MOST).all(|computed| program.meant(computed).is_some());
    unknown.extend((!is_known).then_some(COMPUTED));
    Some(said)
}

/// The same of a program whose `value` is given to `field`, or to one in a table: `eleventyComputed.permalink`.
pub(super) fn of_field(
    program: &Program,
    field: &str,
    value: &str,
    unknown: &mut BTreeSet<&'static str>,
) -> Option<Vec<(String, bool)>> {
    let field = field.strip_prefix(COMPUTED).and_then(|rest| rest.strip_prefix('.')).unwrap_or(field);
    if field == COMPUTED {
        let Some(value) = program.meant(value) else {
            unknown.insert(COMPUTED);
            return Some(Vec::new());
        };
        return of_program(&program.part(value), unknown);
    }
    if !FIELDS.contains(&field) {
        return Some(Vec::new());
    }
    match says(program, field, value) {
        Says::Shown => Some(vec![(field.to_owned(), false)]),
        Says::Held => Some(vec![(field.to_owned(), true)]),
        Says::Nothing => Some(Vec::new()),
        Says::Unknown => None,
    }
}

/// What a value says that is given to one of the fields.
fn says(program: &Program, field: &str, value: &str) -> Says {
    if value.trim().is_empty() {
        return Says::Nothing;
    }
    let Some(value) = program.meant(value) else { return Says::Unknown };
    let is_permalink = field == "permalink";
    let held = |is_held: bool| if is_held { Says::Held } else { Says::Shown };
    match name_at(value) {
        word @ ("true" | "false") => return held((word == "true") != is_permalink),
        "null" | "undefined" => return Says::Nothing,
        _ => {}
    }
    if let Some((text, rest)) = quoted(value) {
        if !ends(rest) {
            return if rest[..value_end(rest)].contains("false") { Says::Unknown } else { Says::Nothing };
        }
        // Any text is a yes, where one is asked for.
        return held(!is_permalink && !text.is_empty());
    }
    let is_made = ["function", "async", "(", "{", "`"].iter().any(|front| value.starts_with(front));
    let is_arrow = value[..value_end(value)].contains("=>");
    if is_permalink && (is_made || is_arrow) && !may_be_no(value) { Says::Nothing } else { Says::Unknown }
}

/// Whether what is given to a preprocessor leaves out nothing but drafts, which say so themselves.
pub(super) fn leaves_out_drafts(call: &Program) -> bool {
    let function = call.third();
    let Some(code) = call.meant(function) else { return false };
    !may_be_no(code) || code.contains("draft") && !code.contains("data.")
}

/// Whether a value that is worked out may be `false`, and not just for drafts, which say so themselves.
fn may_be_no(code: &str) -> bool {
    let value = &code[..value_end(code)];
    let mut asked = value.split("data.").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
    let mut published = value.split("data.published").skip(1).peekable();
    let says_so = value.contains("data.draft") || published.peek().is_some();
    // A text that does not say it is published there.
    let is_no = |rest: &str| ["=== false", "== false"].iter().any(|no| rest.trim_start().starts_with(no));
    let is_of_drafts = says_so
        && published.all(is_no)
        && asked.all(|field| ["draft", "published", "permalink", "page"].contains(&field));
    value.contains("false") && !is_of_drafts
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::super::program::Program;
    use super::{MOST, of_field, of_program};

    #[test]
    fn values_are_judged() {
        let said = |text: &str| of_program(&Program::of(text), &mut BTreeSet::new());
        for text in [
            "module.exports = { permalink: false };",
            "const no = false;\nmodule.exports = { permalink: no };",
            "const permalink = false;\nmodule.exports = { permalink };",
            "export default { draft: true, title: 'x' };",
            "export default { draft: 'yes' };",
        ] {
            assert!(said(text).is_some_and(|said| said.iter().any(|(_, holds)| *holds)), "{text}");
        }
        for text in [
            "module.exports = { permalink: require('./x') };",
            "import permalink from './x.js';\nexport default { permalink };",
            "const { draft } = require('./x');\nmodule.exports = { draft, a: 1 };",
            "export default { permalink: isShown && '/a/' };",
            "export default { permalink: !isHidden };",
            "export default { permalink: paths.of('a') };",
            "export default { draft: process.env.DRAFT };",
            "export default { draft: () => true };",
            "export default { permalink: (data) => data.published ? data.permalink : false };",
            "export default { permalink: (data) => data.published !== true ? false : data.permalink };",
            "export default { permalink() { return false } };",
            "export default { permalink: '/a/', eleventyComputed: { permalink: (data) => data.is ? '/b/' : false } };",
            "export default { permalink: '' + x ? y : false };",
            "function none(data) { return false }\nexport default { permalink: none };",
            "const none = (data) => data.a ? '/a/' : false;\nexport default { permalink: none };",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
        for text in [
            "export default { permalink: '/a/', draft: false };",
            "export default { permalink: `/${a}/`, tags: ['a'], is: false };",
            "export default { permalink: (data) => slug(data.title), is: false };",
            "export default { permalink: (data) => data.published === false ? false : data.permalink };",
            "export default { permalink: (data) => { if (data.draft) { return false } return data.permalink } };",
            "export default { permalink: async ({ page }) => page.url };",
            "export default { draft: undefined };",
            "function path(data) { return '/a/' }\nexport default { permalink: path, is: false };",
            "const path = (data) => {\n  return '/a/'\n}\nmodule.exports = { permalink: path, is: false };",
            "const path = '/a/';\nmodule.exports = { permalink: path };",
            "export default { eleventyExcludeFromCollections: true };",
            "const url = (data) => { const permalink = slug(data.title); return permalink };\nexport default { is: false };",
            "export default { eleventyComputed: { is: ({ draft, title }) => draft ? false : title } };",
            "export default { eleventyComputed: { is: (data) => data.draft ? draft : false } };",
            "const { draft } = data;\nexport default { title: permalink(draft) };",
            "export default { permalink() { return '/a/' }, is: false };",
        ] {
            assert!(said(text).is_some_and(|said| said.iter().all(|(_, holds)| !holds)), "{text}");
        }
    }

    #[test]
    fn fields_that_stand_too_often_hold_back() {
        let said = |times: usize| {
            let fields = "permalink: '/a/', ".repeat(times);
            of_program(&Program::of(&format!("export default {{ {fields} }}")), &mut BTreeSet::new())
        };
        assert!(said(MOST).is_some() && said(MOST + 1).is_none() && said(100_000).is_none());
    }

    #[test]
    fn tables_that_are_not_known_are_told() {
        for (value, is_known) in [("require('./x')", false), ("other", false), ("{ a: 1 }", true), ("known", true)] {
            for text in ["", "eleventyComputed: "] {
                let mut unknown = BTreeSet::new();
                let code = format!("const known = {{ b: 1 }};\nmodule.exports = {{ {text}{value} }};");
                let program = Program::of(&code);
                let said = if text.is_empty() {
                    of_field(&program, "eleventyComputed", value, &mut unknown)
                } else {
                    of_program(&program, &mut unknown)
                };
                assert_eq!((said, unknown.is_empty()), (Some(Vec::new()), is_known), "{text}{value}");
            }
        }
    }
}
