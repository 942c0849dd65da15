//! Which lines of a file an include asks for.

use std::ops::Range;

use crate::base::slug::{self, IdRule};

/// What `<!--@include: path#region{2,5}-->` asks for.
pub(super) struct Inclusion<'a> {
    pub path: &'a str,
    /// The name of a region, or the id of a heading.
    pub region: Option<&'a str>,
    /// The first line and the last one, from 1.
    lines: Option<(Option<usize>, Option<usize>)>,
}

impl<'a> Inclusion<'a> {
    pub(super) fn of(argument: &'a str) -> Self {
        let number = |text: &str| text.parse().ok();
        let lines = argument.strip_suffix('}').and_then(|argument| argument.rsplit_once('{'));
        // VuePress has `{2-5}`.
        let lines = lines.and_then(|(path, lines)| Some((path, lines.split_once([',', '-'])?)));
        let (path, lines) = match lines {
            Some((path, (first, last))) => (path, Some((number(first), number(last)))),
            None => (argument, None),
        };
        let (path, region) = path.split_once('#').map_or((path, None), |(path, region)| (path, Some(region)));
        Self { path: path.trim(), region, lines }
    }

    /// The stretches of `text` that are meant. The fields of a file are left out unless lines are counted.
    pub(super) fn select(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let mut end = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            end += line.len();
            end - line.len()..end
        });
        let mut lines: Vec<Range<usize>> = lines.collect();
        match self.region {
            Some(name) => {
                let place = region(text, &lines, name).or_else(|| section(text, &lines, name))?;
                lines =
                    lines[place].iter().filter(|line| region_sign(&text[(*line).clone()]).is_none()).cloned().collect();
            }
            None if self.lines.is_none() && text.starts_with("---") => {
                let closes = |line: &Range<usize>| text[line.clone()].trim_end() == "---";
                let fields = lines.iter().skip(1).position(closes).map_or(0, |closing| closing + 2);
                lines.drain(..fields);
            }
            None => {}
        }
        if let Some((first, last)) = self.lines {
            lines.truncate(last.unwrap_or(usize::MAX));
            lines.drain(..first.unwrap_or(1).saturating_sub(1).min(lines.len()));
        }
        if let Some(last) = lines.last_mut() {
            last.end = last.start + text[last.clone()].trim_end_matches(['\n', '\r']).len();
        }
        Some(lines)
    }
}

/// What `"path" start="…" end="…" rewrite-relative-urls=false` asks for.
pub(super) struct Statement {
    pub path: String,
    start: Option<String>,
    end: Option<String>,
    /// Whether relative addresses in the file go on leading where they lead from there.
    pub rewrites: bool,
}

impl Statement {
    /// `None` if the path is put together, or stands for several files.
    pub(super) fn of(argument: &str, rewrites: bool) -> Option<Self> {
        let (path, mut rest) = text_at(argument).or_else(|| Some((argument.to_owned(), "")).filter(|_| !rewrites))?;
        let is_plain =
            !path.is_empty() && !path.contains(['*', '?', '{', '"', '\'', ' ', '|']) && !path.contains("://");
        let mut statement = Self { path, start: None, end: None, rewrites };
        while let Some((name, after)) = rest.split_once('=') {
            let word = || {
                let after = after.trim_start();
                let length = after.find(char::is_whitespace).unwrap_or(after.len());
                (after[..length].to_owned(), &after[length..])
            };
            let (value, after) = text_at(after).unwrap_or_else(word);
            match name.trim() {
                "start" => statement.start = Some(value.replace("\\n", "\n")),
                "end" => statement.end = Some(value.replace("\\n", "\n")),
                "rewrite-relative-urls" | "rewrite_relative_urls" => statement.rewrites = value != "false",
                _ => {}
            }
            rest = after;
        }
        is_plain.then_some(statement)
    }

    /// The stretches of `text` that are meant: behind every `start`, up to the next `end`. A sign that is not there cuts
    /// nothing off.
    pub(super) fn select(&self, text: &str) -> Vec<Range<usize>> {
        let until = |from: usize| {
            let end = self.end.as_deref().filter(|end| !end.is_empty()).and_then(|end| text[from..].find(end));
            end.map_or(text.len(), |end| from + end)
        };
        let start = self.start.as_deref().filter(|start| !start.is_empty() && text.contains(start));
        let Some(start) = start else { return std::iter::once(0..until(0)).collect() };
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for (at, sign) in text.match_indices(start) {
            let from = at + sign.len();
            if stretches.last().is_none_or(|last| last.end <= at) {
                stretches.push(from..until(from));
            }
        }
        stretches
    }
}

/// The text between quotation marks at the front of `argument`, and what follows.
fn text_at(argument: &str) -> Option<(String, &str)> {
    let argument = argument.trim_start();
    let quote = argument.chars().next().filter(|c| "\"'".contains(*c))?;
    let mut is_escaped = false;
    let length = argument[1..].find(|c: char| {
        let ends = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    })?;
    let text = &argument[1..=length];
    Some((text.replace(&format!("\\{quote}"), &quote.to_string()), &argument[length + 2..]))
}

/// Whether a line begins or ends a region, as editors have them in remarks, and its name: `<!-- #region name -->`.
fn region_sign(line: &str) -> Option<(bool, &str)> {
    let line = line.trim().trim_end_matches("-->").trim_end_matches("*/").trim();
    let remark = ["<!--", "/*", "//", "#", "--", "::"].iter().find_map(|sign| line.strip_prefix(sign));
    let words = remark.unwrap_or(line).trim().trim_start_matches('#');
    let (begins, name) = match words.strip_prefix("endregion") {
        Some(name) => (false, name),
        None => (true, words.strip_prefix("region")?),
    };
    (name.is_empty() || name.starts_with(' ')).then(|| (begins, name.trim()))
}

/// The lines between the signs of a region.
fn region(text: &str, lines: &[Range<usize>], name: &str) -> Option<Range<usize>> {
    let sign = |line: &Range<usize>| region_sign(&text[line.clone()]);
    let start = lines.iter().position(|line| sign(line) == Some((true, name)))? + 1;
    let length = lines[start..].iter().position(|line| sign(line) == Some((false, name)))?;
    Some(start..start + length)
}

/// The lines of a section: from the heading with this id to the next one that is not below it.
fn section(text: &str, lines: &[Range<usize>], id: &str) -> Option<Range<usize>> {
    let heading = |line: &Range<usize>| {
        let line = text[line.clone()].trim_end();
        let words = line.trim_start_matches('#');
        let level = line.len() - words.len();
        ((1..=6).contains(&level) && words.starts_with(' ')).then(|| (level, words.trim()))
    };
    let own = format!("{{#{id}}}");
    let is_it = |words: &str| words.ends_with(&own) || slug::heading(words, IdRule::Vitepress) == id;
    let found =
        lines.iter().enumerate().find_map(|(at, line)| Some((at, heading(line).filter(|(_, words)| is_it(words))?)));
    let (start, (level, _)) = found?;
    let below = |line: &Range<usize>| heading(line).is_none_or(|(other, _)| other > level);
    let length = lines[start + 1..].iter().take_while(|line| below(line)).count();
    Some(start..start + 1 + length)
}

/// The stretches of `text` that `lines` asks for: `2:10`, `2:`, `:10`, `2`, or the name of a part
/// between lines with `ANCHOR: name` and `ANCHOR_END: name`. Without its last line break.
pub(super) fn select(text: &str, lines: Option<&str>) -> Option<Vec<Range<usize>>> {
    let mut ends = 0;
    let places: Vec<Range<usize>> = text
        .split_inclusive('\n')
        .map(|line| {
            ends += line.len();
            ends - line.len()..ends
        })
        .collect();
    let within = |first: usize, last: usize| {
        let last = last.min(places.len());
        let chosen = (first < last).then(|| places[first].start..places[last - 1].end);
        chosen.into_iter().collect::<Vec<_>>()
    };
    let number = |text: &str| text.parse::<usize>().ok();
    let mut stretches = match lines.map(|lines| lines.split_once(':').map_or((lines, None), |(a, b)| (a, Some(b)))) {
        None => within(0, places.len()),
        Some((first, last)) => match (number(first), last.map(number)) {
            (Some(first), None) => within(first.saturating_sub(1), first),
            (Some(first), Some(last)) => within(first.saturating_sub(1), last.unwrap_or(usize::MAX)),
            (None, Some(Some(last))) if first.is_empty() => within(0, last),
            (None, None) => anchored(text, &places, first)?,
            _ => return None,
        },
    };
    if let Some(last) = stretches.last_mut() {
        last.end -= text[last.clone()].len() - text[last.clone()].trim_end_matches(['\n', '\r']).len();
    }
    Some(stretches)
}

/// Which parts a text has, in words.
pub(super) fn parts(text: &str) -> String {
    let starts = text.lines().filter_map(|line| line.split_once("ANCHOR:")?.1.split_whitespace().next());
    let names: Vec<_> = starts.take(10).map(|name| format!("`{name}`")).collect();
    match names.len() {
        0 => "it has no parts: put one between lines with `ANCHOR: name` and `ANCHOR_END: name`".to_owned(),
        _ => format!("its parts are {}", names.join(", ")),
    }
}

/// The lines of a named part, without those that name parts.
fn anchored(text: &str, lines: &[Range<usize>], name: &str) -> Option<Vec<Range<usize>>> {
    let named = |line: &str, sign: &str| {
        let after = line.split_once(sign)?.1.trim_start();
        Some(after.split(|c: char| c.is_whitespace()).next().unwrap_or_default() == name)
    };
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let (mut inside, mut found) = (false, false);
    for place in lines {
        let line = &text[place.clone()];
        let section =
            |sign: &str| Some(line.split_once("8<-")?.1.split_once(sign)?.1.split_once(']')?.0.trim() == name);
        let starts = named(line, "ANCHOR:").or_else(|| section("[start:"));
        let ends = named(line, "ANCHOR_END:").or_else(|| section("[end:"));
        if starts == Some(true) {
            (inside, found) = (true, true);
        } else if ends == Some(true) {
            inside = false;
        } else if inside && starts.is_none() && ends.is_none() {
            match stretches.last_mut() {
                Some(last) if last.end == place.start => last.end = place.end,
                _ => stretches.push(place.clone()),
            }
        }
    }
    found.then_some(stretches)
}

#[cfg(test)]
mod tests {
    use super::select;

    #[test]
    fn lines_are_selected() {
        let text = "one\ntwo\n// ANCHOR: x\nthree\n// ANCHOR: y\nfour\n// ANCHOR_END: y\n// ANCHOR_END: x\n";
        let chosen =
            |lines| -> String { select(text, Some(lines)).unwrap().into_iter().map(|place| &text[place]).collect() };
        for (lines, found) in [("2", "two"), ("1:2", "one\ntwo"), (":1", "one"), ("y", "four"), ("x", "three\nfour")] {
            assert_eq!(chosen(lines), found, "{lines}");
        }
        assert_eq!(select(text, Some("z")), None);
    }
}
