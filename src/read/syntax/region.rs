//! Macros that say how what stands between them is read: `{% raw %}`, `{% comment %}`, `{% highlight rust %}`
//! and Hugo's `{{< highlight rust >}}`, `{{< code >}}` and `{{< comment >}}`. No macro is sought in there.

use std::ops::Range;

use crate::base::source_map::Patch;

/// The signs round what is raw, as they stand in code.
const RAW: [&str; 2] = ["{% raw %}", "{% endraw %}"];

/// The names that shortcodes have in Hugo's themes between which code stands.
const CODE: [&str; 5] = ["code", "code-toggle", "codeblock", "code-block", "hl"];

/// The ends that were sought and not found: nothing needs to look for them again.
#[derive(Debug, Default)]
pub struct Regions {
    missing: Vec<&'static str>,
}

impl Regions {
    /// Reads the statement `inner` at `place`, if it begins a region; gives where that ends.
    pub fn statement(
        &mut self,
        text: &str,
        inner: &str,
        place: Range<usize>,
        is_code: bool,
        patches: &mut Vec<Patch>,
    ) -> Option<usize> {
        let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        match name {
            "raw" | "verbatim" => {
                let end = self.end(text, place.end, if name == "raw" { "endraw" } else { "endverbatim" })?;
                patches.push((alone(text, place), String::new()));
                patches.push((alone(text, end.clone()), String::new()));
                Some(end.end)
            }
            "comment" => {
                let end = self.end(text, place.end, "endcomment")?;
                patches.push((alone(text, place.start..end.end), String::new()));
                Some(end.end)
            }
            "highlight" if !is_code => {
                // What is raw in there ends nothing.
                let raw = text[place.end..].trim_start().starts_with(RAW[0]);
                let from = if raw { self.end(text, place.end, "endraw")?.end } else { place.end };
                let end = self.end(text, from, "endhighlight")?;
                let language = rest.split_whitespace().next().unwrap_or_default();
                Some(coloured(text, language, &place, &end, patches))
            }
            _ => None,
        }
    }

    /// Reads the shortcode `inner` at `place`, if it begins code or what nobody sees; gives where that ends.
    pub fn shortcode(
        &mut self,
        text: &str,
        inner: &str,
        place: Range<usize>,
        patches: &mut Vec<Patch>,
    ) -> Option<usize> {
        if inner == "comment" {
            let end = self.end(text, place.end, "comment")?;
            patches.push((alone(text, place.start..end.end), String::new()));
            return Some(end.end);
        }
        if let Some(end) = self.code(text, inner, &place, patches) {
            return Some(end);
        }
        let rest = inner.strip_prefix("highlight").filter(|rest| rest.starts_with(char::is_whitespace))?;
        let end = self.end(text, place.end, "highlight")?;
        let language = rest.split_whitespace().next().unwrap_or_default().trim_matches(['"', '\'', '`']);
        Some(coloured(text, language, &place, &end, patches))
    }

    /// Reads the shortcode `inner` at `place`, if it begins code by a name of its theme. It may also stand alone, and
    /// then the next one of its name ends nothing of it.
    fn code(&mut self, text: &str, inner: &str, place: &Range<usize>, patches: &mut Vec<Patch>) -> Option<usize> {
        let (typed, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let name = CODE.into_iter().find(|name| *name == typed).filter(|_| !rest.ends_with('/'))?;
        let end = self.end(text, place.end, name)?;
        let begins_another = |(at, opening): (usize, &str)| {
            let after = text[place.end + at + opening.len()..end.start].trim_start().strip_prefix(name);
            after.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
        };
        let code = &text[place.end..end.start];
        if ["{{<", "{{%"].iter().any(|opening| code.match_indices(opening).any(begins_another)) {
            return None;
        }
        let named = ["lang=", "language="]
            .iter()
            .find_map(|key| rest.split_whitespace().find_map(|word| word.strip_prefix(key)));
        let language = named.unwrap_or_default().trim_matches(['"', '\'', '`']);
        Some(coloured(text, language, place, &end, patches))
    }

    /// The macro that is called `name` and ends something, after `from`.
    fn end(&mut self, text: &str, from: usize, name: &'static str) -> Option<Range<usize>> {
        if self.missing.contains(&name) {
            return None;
        }
        let found = text[from..].match_indices(name).find_map(|(at, _)| {
            let (before, after) = (&text[from..from + at], &text[from + at + name.len()..]);
            let before = before.trim_end();
            let slashed = before.ends_with('/');
            let before = before.trim_end_matches(['-', '/']).trim_end();
            let opening = ["{{<", "{{%", "{%"].into_iter().find(|opening| before.ends_with(opening))?;
            if !slashed && opening != "{%" {
                return None;
            }
            let closes =
                |closing: &str| Some(after.len() - after.trim_start_matches(['-', ' ']).strip_prefix(closing)?.len());
            let length = closes(if opening == "{{<" {
                ">}}"
            } else if opening == "{{%" {
                "%}}"
            } else {
                "%}"
            })?;
            Some(from + before.len() - opening.len()..from + at + name.len() + length)
        });
        if found.is_none() {
            self.missing.push(name);
        }
        found
    }
}

/// A macro with the whole of its line, if nothing else stands there.
pub(super) fn alone(text: &str, place: Range<usize>) -> Range<usize> {
    let before = text[..place.start].trim_end_matches([' ', '\t']);
    let after = text[place.end..].trim_start_matches([' ', '\t', '\r']);
    let begins = before.is_empty() || before.ends_with('\n');
    if begins && after.starts_with('\n') { before.len()..text.len() - after.len() + 1 } else { place }
}

/// Makes a fence, or a code span within a line, of what stands between `open` and `close`.
fn coloured(text: &str, language: &str, open: &Range<usize>, close: &Range<usize>, patches: &mut Vec<Patch>) -> usize {
    let code = &text[open.end..close.start];
    let raw = RAW.iter().flat_map(|sign| code.match_indices(sign));
    patches.extend(raw.map(|(at, sign)| (open.end + at..open.end + at + sign.len(), String::new())));
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let before = text[..open.start].trim_end_matches([' ', '\t', '>']);
    let margin = &text[before.len()..open.start];
    if !(before.is_empty() || before.ends_with('\n')) || !code.contains('\n') {
        let sign = "`".repeat(longest + 1);
        patches.push((open.clone(), format!("{sign} ")));
        patches.push((close.clone(), format!(" {sign}")));
        return close.end;
    }
    let fence = "`".repeat(longest.max(2) + 1);
    let breaks = |is_there: bool| if is_there { String::new() } else { format!("\n{margin}") };
    let first = breaks(code.trim_start_matches([' ', '\t', '\r']).starts_with('\n'));
    let last = breaks(code.trim_end_matches([' ', '\t', '>']).ends_with('\n'));
    let next =
        breaks(text[close.end..].trim_start_matches([' ', '\t', '\r']).starts_with('\n') || close.end == text.len());
    patches.push((open.clone(), format!("{fence}{language}{first}")));
    // A macro is read before lists are: what it encloses need not be indented with it.
    if !margin.is_empty() && margin.trim().is_empty() {
        let starts = code.match_indices('\n').map(|(at, _)| open.end + at + 1).filter(|at| *at < close.start);
        let outer = starts.filter(|at| !text[*at..].starts_with(margin) && !text[*at..].starts_with(['\n', '\r']));
        patches.extend(outer.map(|at| (at..at, margin.to_owned())));
    }
    patches.push((close.clone(), format!("{last}{fence}{next}")));
    close.end
}
