//! Tabs that indent lines, which YAML does not allow.

use std::ops::Range;

use crate::read::front_matter::lines::lines;

/// From the first tab that indents a line to the last.
pub(super) fn tabs(yaml: &str) -> Option<Range<usize>> {
    let mut place: Option<Range<usize>> = None;
    for (start, line) in lines(yaml) {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let (Some(first), Some(last)) = (line[..indent].find('\t'), line[..indent].rfind('\t')) {
            place = Some(place.map_or(start + first, |place| place.start)..start + last + 1);
        }
    }
    place
}

/// Lines with their indenting tabs as two spaces each. The first may begin in the middle.
pub(super) fn spaced(text: &str) -> String {
    let spaced = |line: &str| {
        let rest = line.trim_start_matches([' ', '\t']);
        line[..line.len() - rest.len()].replace('\t', "  ") + rest
    };
    text.split_inclusive('\n').map(spaced).collect()
}
