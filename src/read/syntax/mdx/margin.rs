//! The margin of lines, which makes no code of them in MDX.

use std::ops::Range;

use crate::base::source_map::Patch;

/// What takes the margin from `blocks` that are code only for being indented: in MDX there is none. What is indented
/// more may be code still.
pub fn unindented(text: &str, blocks: &[Range<usize>]) -> Vec<Patch> {
    const MARGIN: usize = 4;
    let mut patches = Vec::new();
    for block in blocks {
        let mut at = text[..block.start].rfind('\n').map_or(0, |end| end + 1);
        for line in text[at..block.end].split_inclusive('\n') {
            let words = line.trim_start_matches(['>', ' ', '\t']);
            let margin = &line[..line.len() - words.len()];
            let blank = margin.len() - margin.trim_end_matches([' ', '\t']).len();
            let by = if margin.ends_with('\t') { 1 } else { blank.min(MARGIN) };
            if !words.trim().is_empty() && by > 0 {
                patches.push((at + margin.len() - by..at + margin.len(), String::new()));
            }
            at += line.len();
        }
    }
    patches
}
