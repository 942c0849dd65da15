//! Where code, maths and HTML stand in a text, before it is written.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag as Element};

use super::rules::Rules;

/// The places of code, maths and blocks of HTML, in order: nothing of the dialect is found there.
pub(super) fn verbatim(text: &str, rules: Rules<'_>) -> Vec<Range<usize>> {
    places(text, rules, |event| is_code(event) || matches!(event, Event::Start(Element::HtmlBlock)))
}

/// The places of raw HTML, in order.
pub(super) fn raw_html(text: &str, rules: Rules<'_>) -> Vec<Range<usize>> {
    places(text, rules, |event| matches!(event, Event::Start(Element::HtmlBlock) | Event::InlineHtml(_)))
}

/// The places of code and maths, in order.
pub(super) fn code(text: &str, rules: Rules<'_>) -> Vec<Range<usize>> {
    places(text, rules, is_code)
}

/// Whether an event is code or maths.
fn is_code(event: &Event<'_>) -> bool {
    matches!(event, Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::Start(Element::CodeBlock(_)))
}

/// Whether an event begins a block of code.
pub(super) fn is_block_of_code(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Element::CodeBlock(_)))
}

/// The places of the events that `is_meant` chooses, in order.
pub(super) fn places(text: &str, rules: Rules<'_>, is_meant: impl Fn(&Event<'_>) -> bool) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, rules.options()).into_offset_iter();
    events.filter(|(event, _)| is_meant(event)).map(|(_, range)| range).collect()
}
