//! What is done to formulas before the parser sees them: those over several lines and between brackets are rewritten, and
//! dollars that begin none lose their meaning.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use super::rules::Rules;
use super::sieve::has;
use super::verbatim::{code, is_block_of_code, places};
use crate::base::slug::IdRule;
use crate::base::source_map::{Patch, Patched};
use crate::read::syntax::formula::{self, Brackets};
use crate::read::syntax::math;

/// Formulas over several lines, and those between brackets.
pub(super) fn formulas(patched: &mut Patched<'_>, rules: Rules<'_>) {
    let switches = &rules.config.markdown;
    if !switches.math {
        return;
    }
    if switches.math_brackets && has(patched.text(), "\\") {
        // In kramdown and mdBook one backslash only says that a bracket is one; in MkDocs those of a paragraph are
        // formulas.
        let brackets = match switches.heading_ids {
            IdRule::Kramdown | IdRule::Mdbook => Brackets::Doubled,
            IdRule::Mkdocs => Brackets::Apart,
            _ => Brackets::All,
        };
        let patches = formula::bracketed(patched.text(), &code(patched.text(), rules), brackets);
        patched.apply(patches);
    }
    dollars(patched, rules);
    if has(patched.text(), "$$") && patched.text().contains('\n') {
        let fences = places(patched.text(), rules, is_block_of_code);
        let patches = formula::joined(patched.text(), &fences);
        patched.apply(patches);
    }
}

/// Takes their meaning from dollars that begin no formula, so that what the parser would have in it is read as text.
/// Code binds tighter than a dollar: none goes from one in the text to one in code. Between a backtick and another,
/// `$` `` `x` `` `$`, all of it is a formula to GitHub. And a `$` before a digit ends none: it is money.
fn dollars(patched: &mut Patched<'_>, rules: Rules<'_>) {
    /// What begins after a dollar that begins nothing may have the same fault.
    const ROUNDS: usize = 8;
    for _ in 0..ROUNDS {
        let text = patched.text();
        if !has(text, "$") {
            return;
        }
        let has_money = || text.match_indices('$').any(|(at, _)| !math::is_meant(text, at + 1));
        let has_prices = text.contains("$$");
        let is_quoted = text.contains('"') || text.contains("</");
        if !(text.contains('`') || has_prices || is_quoted || has_money()) {
            return;
        }
        let prices =
            if has_prices { places(text, rules, |event| matches!(event, Event::DisplayMath(_))) } else { Vec::new() };
        let prices: Vec<_> = prices.into_iter().filter(|place| math::are_prices(text, place)).collect();
        let holds_code = |place: &Range<usize>| {
            let inner = text[place.clone()].trim_matches('$');
            inner.contains('`') && !(inner.len() > 2 && inner.starts_with('`') && inner.ends_with('`'))
        };
        let mut formulas = places(text, rules, |event| matches!(event, Event::InlineMath(_)));
        let is_text = |place: &Range<usize>| !math::is_meant(text, place.end) || math::is_text(&text[place.clone()]);
        formulas.retain(|place| holds_code(place) || is_text(place));
        if formulas.iter().any(holds_code) {
            let options = rules.options().difference(Options::ENABLE_MATH);
            let spans = Parser::new_ext(text, options).into_offset_iter();
            let spans = spans.filter_map(|(event, place)| matches!(event, Event::Code(_)).then_some(place));
            let spans: Vec<_> = spans.collect();
            formulas.retain(|place| {
                let next = spans.partition_point(|code| code.end <= place.start);
                is_text(place) || spans.get(next).is_some_and(|code| code.start < place.end)
            });
        }
        let signs = formulas.into_iter().map(|place| place.start);
        let mut signs: Vec<usize> =
            signs.chain(prices.into_iter().flat_map(|place| [place.start, place.start + 1])).collect();
        if signs.is_empty() {
            return;
        }
        signs.sort_unstable();
        let patches: Vec<Patch> = signs.into_iter().map(|at| (at..at, "\\".to_owned())).collect();
        patched.apply(patches);
    }
}
