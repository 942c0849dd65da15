//! The places where other tools put a table of contents: `[TOC]` (kramdown, Python-Markdown), `[[toc]]`
//! (`VitePress`).

use std::ops::Range;

use crate::base::source_map::Patch;

/// What takes out the lines that are `sign`, since a theme has a table of contents of its own. Lines in `code` are
/// left alone.
pub fn patches(text: &str, sign: &str, code: &[Range<usize>]) -> Vec<Patch> {
    let mut patches = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        let own = line.trim();
        let before = code.partition_point(|range| range.end <= start);
        let is_code = code.get(before).is_some_and(|code| code.start <= start);
        if own.eq_ignore_ascii_case(sign) && !is_code {
            let at = start + line.len() - line.trim_start().len();
            patches.push((at..at + own.len(), String::new()));
        }
    }
    patches
}
