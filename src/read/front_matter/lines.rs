//! The lines of fields in YAML, and the values in them, as they are written.

use std::ops::Range;

/// The lines of a text with where they begin.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    text.split_inclusive('\n').map(move |line| {
        end += line.len();
        (end - line.len(), line)
    })
}

/// The fields with all their lines, and where they begin: a field ends where a line begins without
/// an indent that is not an item of a list.
pub(super) fn chunks(yaml: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_item = |line: &str| line.starts_with('-') && !line.starts_with("--");
    let goes_on = |line: &str| line.trim().is_empty() || line.starts_with([' ', '\t', '#']) || is_item(line);
    let mut starts: Vec<usize> = lines(yaml).filter(|(_, line)| !goes_on(line)).map(|(start, _)| start).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.clone().into_iter().skip(1).chain([yaml.len()]);
    starts.into_iter().zip(ends).map(|(start, end)| (start, &yaml[start..end]))
}

/// Where the value stands in the line of a field.
pub(super) fn value_of(line: &str) -> Range<usize> {
    let after = line.find(':').map_or(line.len(), |colon| colon + 1);
    let end = line.trim_end().len().max(after);
    let start = end - line[after..end].trim_start().len();
    start..start + without_comment(&line[start..end]).len()
}

/// A value without the comment after it.
pub(super) fn without_comment(value: &str) -> &str {
    if value.starts_with(['"', '\'']) {
        return value;
    }
    value.find(" #").map_or(value, |at| value[..at].trim_end())
}

/// A text between quotation marks, as YAML reads it back.
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// A text in typographic quotation marks, or with one at one end, in straight ones.
pub(super) fn straightened(text: &str) -> Option<String> {
    let (opening, closing) = (['“', '„', '‘', '«'], ['”', '“', '’', '»']);
    let opens = text.starts_with(opening) || text.starts_with(['”', '’']);
    let closes = text.ends_with(closing);
    let marks = |c: char| "“”„«»".contains(c);
    let inner = text.trim_start_matches(marks).trim_start_matches(['‘', '’']).trim_end_matches(marks);
    let inner = if opens && text.starts_with(['‘', '’']) { inner.trim_end_matches('’') } else { inner };
    // Marks round some of the words are part of them.
    let whole = opens && closes && !inner.contains(marks);
    let lonely = (opens != closes) && text.matches(marks).count() == 1;
    ((whole || lonely) && !inner.is_empty()).then(|| quoted(inner))
}
