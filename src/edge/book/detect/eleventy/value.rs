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
    call.meant(function).is_some_and(|code| !may_be_no(code))
}

/// Whether a value that is worked out may be a no, and not just for drafts, which say so themselves.
fn may_be_no(code: &str) -> bool {
    /// Without any of these, a function returns a text.
    const SIGNS: [&str; 9] = ["false", "null", "undefined", "void", "&&", "||", "!", "return;", "..."];
    let value = plain(&code[..value_end(code)]);
    let start = ["=>", "){"].iter().filter_map(|sign| value.find(sign)).min();
    let body = start.map_or(&*value, |at| &value[at + 2..]);
    // What is given to all texts is a function that gives one.
    let body = body.strip_prefix("(data)=>").unwrap_or(body);
    let is_taken_apart = ["({draft})=>", "({draft},content)=>"].iter().any(|front| value.starts_with(front));
    let body = if is_taken_apart { body.replace("draft", "data.draft") } else { body.to_owned() };
    // A function that gets all of the data may look at any of them.
    let hands_on = ["(data)", "(data,", "(d)", "(this"].iter().any(|all| body.trim_start_matches('(').contains(all));
    (hands_on || SIGNS.iter().any(|sign| body.contains(sign))) && !is_of_drafts(&body)
}

/// Whether the body of a function returns `false` for nothing but drafts and what says that it is not published, and in any
/// other case what the text says itself: nothing is left if these shapes are taken out.
fn is_of_drafts(body: &str) -> bool {
    let mut rest = body.to_owned();
    // What the environment says may let drafts be seen; here they are not.
    while let Some(at) = rest.find("process.env.") {
        let name =
            rest[at + 12..].find(|c: char| !c.is_alphanumeric() && c != '_').map_or(rest.len(), |end| at + 12 + end);
        let compared = ["===", "!==", "==", "!="].iter().find_map(|sign| rest[name..].strip_prefix(sign));
        let end = compared.and_then(|text| Some(rest.len() - quoted(text)?.1.len())).unwrap_or(name);
        rest.replace_range(at..end, "env");
    }
    for env in ["!env&&", "env&&", "&&!env", "&&env"] {
        rest = rest.replace(env, "");
    }
    let says_so = ["data.draft", "data.draft===true", "data.draft==true", "data.published===false"];
    let length = rest.len();
    for condition in says_so.iter().rev() {
        for shape in [
            format!("if({condition}){{returnfalse;}}"),
            format!("if({condition}){{returnfalse}}"),
            format!("if({condition})returnfalse;"),
            format!("({condition})?false:"),
            format!("{condition}?false:"),
        ] {
            rest = rest.replace(&shape, "");
        }
    }
    let has_one = rest.len() < length;
    let words = ["data.permalink", "return", "else", "if", "env", "(", ")", "{", "}", ";"];
    has_one && words.iter().fold(rest, |rest, word| rest.replace(word, "")).is_empty()
}

/// A program without its remarks and spaces.
fn plain(code: &str) -> String {
    let mut plain = String::new();
    for line in code.lines() {
        let line = line.trim();
        plain.extend((!line.starts_with("//")).then_some(line).into_iter().flat_map(str::chars));
    }
    plain.retain(|c| !c.is_whitespace());
    plain
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
            "export default { permalink: (data) => !data.hidden && '/x/' };",
            "export default { permalink: (data) => data.shown === true && '/x/' };",
            "export default { permalink: (data) => data.hidden ? !1 : '/x/' };",
            "const show = (data) => data.hidden ? false : '/x/';\nexport default { permalink: (data) => show(data) };",
            "export default { permalink(data) { return data.ok === true && '/x/' } };",
            "export default { permalink: (data) => data.draft || data['secret'] ? false : '/x/' };",
            "export default { permalink: (data) => data.draft || data?.secret ? false : '/x/' };",
            "export default { permalink: (data) => data.draft || data\n  .secret ? false : '/x/' };",
            "export default { permalink: (data) => { const { secret } = data; return data.draft || secret ? false : '/x/' } };",
            "export default { permalink: (data) => data.draft || data.page.date < soon ? false : '/x/' };",
            "export default { permalink: (data) => data.draft ? '/x/' : false };",
            "export default { permalink: (data) => data.published === false ? '/x/' : false };",
            "export default { permalink: (data) => (data.published === false) === false ? false : '/x/' };",
            "export default { permalink: (data) => data.draft_until ? false : '/x/' };",
            "export default { permalink: (data) => data.published == false ? false : '/x/' };",
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
            "export default { permalink: (data) => data.draft && !process.env.DRAFTS ? false : data.permalink };",
            "export default { permalink: (data) => {\n  // Drafts\n  if (process.env.ELEVENTY_ENV !== 'dev' && data.draft) {\n    return false;\n  }\n  return data.permalink;\n} };",
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
