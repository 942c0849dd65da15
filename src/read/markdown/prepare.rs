//! What is done to a text before the parser sees it: comments are cut out, and what it could not make sense of
//! is rewritten. Every place leads back to what was typed.

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use super::formulas::formulas;
use super::raw;
use super::rules::{Dialect, Rules};
use super::verbatim::{code, is_block_of_code, places, raw_html, verbatim};
use crate::base::config::Macros;
use crate::base::diagnostic::foreign::Foreign;
use crate::base::diagnostic::slips::{bracketed_formula, lost_title, spaced_address};
use crate::base::diagnostic::text::{components, half_link, unclosed_admonition, unclosed_comment};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::SourcePath;
use crate::base::slug::IdRule;
use crate::base::source_map::{Patch, Patched};
use crate::base::span::Span;
use crate::read::markdown::sieve::Sieve;
use crate::read::syntax::abbreviation::{self, Abbreviations};
use crate::read::syntax::foreign::{self, Left};
use crate::read::syntax::half_link::Half;
use crate::read::syntax::liquid::Site;
use crate::read::syntax::{
    admonition, attribute, comment, contents, definition, emphasis, half_link as half_links, hero, holds, html_block,
    is_escaped, label, loose_table, macros, markup, mdx, outline, seam, stray, table_bar, wikilink,
};

/// A text for the parser, with what was found on the way.
pub(super) struct Prepared<'a> {
    pub(super) patched: Patched<'a>,
    pub(super) abbreviations: Abbreviations,
    pub(super) left: Left,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Prepared<'a> {
    fn of(body: &'a str) -> Self {
        let patched = Patched::new(body);
        Self { patched, abbreviations: Abbreviations::default(), left: Left::default(), diagnostics: Vec::new() }
    }
}

/// Rewrites the macros of a page in HTML.
pub(super) fn html<'a>(path: &SourcePath, body: &'a str, rules: Rules<'_>) -> Prepared<'a> {
    let mut made = Prepared::of(body);
    if rules.config.markdown.macros == Macros::Plain || !body.contains('{') {
        return made;
    }
    let site = Site { config: rules.config, meta: rules.meta, path };
    let macros::Rewritten { mut patches, left } = macros::rewrite(body, &[], site);
    macros::fit_for_html(body, &mut patches, std::slice::from_ref(&(0..body.len())));
    for (kind, place, name) in left {
        made.left.count(kind, place, &name);
    }
    made.patched.apply(patches);
    made
}

/// Cuts out comments and rewrites what the parser could not make sense of.
pub(super) fn prepare<'a>(path: &SourcePath, body: &'a str, body_start: usize, rules: Rules<'_>) -> Prepared<'a> {
    let mut made = Prepared::of(body);
    if rules.dialect == Dialect::CommonMark {
        return made;
    }
    let switches = &rules.config.markdown;
    let span = |patched: &Patched<'_>, place| Span::from(patched.origin(place)).shifted(body_start);
    let sieve = Sieve::of(body);
    let has = |sign: u8| sieve.has(sign);
    if has(b'\t') || has(b'}') {
        lines(&mut made, rules);
    }
    programs(&mut made, path, body_start, rules);
    links_in_brackets(&mut made, &sieve, rules);
    other_blocks(&mut made, body, &sieve, rules);
    if switches.comments && sieve.contains("%%") {
        let (patches, unclosed) = comment::patches(made.patched.text(), &verbatim(made.patched.text(), rules));
        made.diagnostics.extend(unclosed.map(|at| unclosed_comment(path, span(&made.patched, at.place), at.is_cut)));
        made.patched.apply(patches);
    }
    if has(b'*') || has(b'~') {
        let text = made.patched.text();
        let patches = emphasis::patches(text, || verbatim(text, rules));
        made.patched.apply(patches);
    }
    formulas(&mut made.patched, rules);
    if has(b'\\') && switches.math && !switches.math_brackets && rules.config.levels.ask_for(Code::LeftSigns) {
        let text = made.patched.text();
        let found = stray::brackets(text, || verbatim(text, rules));
        made.diagnostics.extend(found.map(|place| bracketed_formula(path, span(&made.patched, place))));
    }
    if has(b'[') && switches.wikilinks && rules.config.levels.ask_for(Code::HalfLink) {
        half_link_findings(&mut made, path, body, body_start, rules);
    }
    let remark = (switches.macros == Macros::Nunjucks).then_some(&"{#");
    if ["{%", "{{"].iter().chain(remark).any(|sign| sieve.contains(sign)) {
        let text = made.patched.text();
        let site = Site { config: rules.config, meta: rules.meta, path };
        let macros::Rewritten { mut patches, left } = macros::rewrite(text, &code(text, rules), site);
        if has(b'<') && markup::may_be_in(body) && patches.iter().any(|(_, new)| new.contains(['\\', '<'])) {
            macros::fit_for_html(text, &mut patches, &raw_html(text, rules));
        }
        // Of includes there is none left but what was typed to be shown.
        let left = left.into_iter().filter(|(_, _, name)| !(switches.includes && name.trim().starts_with('#')));
        for (kind, place, name) in left {
            made.left.count(kind, made.patched.origin(place), &name);
        }
        made.patched.apply(patches);
    }
    for (sign, is_read) in [("[TOC]", switches.attributes), ("[[toc]]", !switches.wikilinks)] {
        if is_read && (sieve.contains(sign) || sieve.contains(&sign.to_ascii_lowercase())) {
            let fences = places(made.patched.text(), rules, is_block_of_code);
            let patches = contents::patches(made.patched.text(), sign, &fences);
            made.patched.apply(patches);
        }
    }
    if has(b'<') && sieve.contains("markdown") && markup::may_be_in(body) {
        let events = Parser::new_ext(made.patched.text(), rules.options()).into_offset_iter();
        let patches = raw::nested_markdown(made.patched.text(), events);
        made.patched.apply(patches);
    }
    if switches.attributes && sieve.contains("<!--") {
        let events = Parser::new_ext(made.patched.text(), rules.options()).into_offset_iter();
        let patches = raw::comments_before_text(made.patched.text(), events);
        made.patched.apply(patches);
    }
    if has(b'{') && switches.attributes {
        let patches =
            attribute::patches(made.patched.text(), &verbatim(made.patched.text(), rules), switches.attributes_at_ends);
        made.patched.apply(patches);
    }
    boxes(&mut made, path, body_start, rules);
    if switches.abbreviations && sieve.contains("*[") {
        let (abbreviations, patches) = abbreviation::take(made.patched.text(), &verbatim(made.patched.text(), rules));
        made.abbreviations = abbreviations;
        made.patched.apply_moving(patches);
    }
    if sieve.contains("%{#") && switches.attributes {
        // The signs that translators of Vue's sites have for ids, since their program for texts takes braces for its own.
        let patches = attribute::signed(made.patched.text());
        made.patched.apply(patches);
    }
    // Before signs that begin nothing are escaped.
    left_lines(&mut made, rules);
    if sieve.contains("<%") || sieve.contains("[@") {
        let text = made.patched.text();
        for (kind, place, name) in foreign::fillers(text, &code(text, rules)) {
            made.left.count(kind, made.patched.origin(place), name);
        }
    }
    if sieve.contains("\n:") || sieve.contains(" :") {
        let mut patches = definition::patches(made.patched.text(), switches.emoji);
        if !patches.is_empty() {
            let verbatim = verbatim(made.patched.text(), rules);
            patches.retain(|(place, _)| !holds(&verbatim, place.start));
            made.patched.apply(patches);
        }
    }
    made
}

/// Rewrites links in double brackets that are not as the parser reads them.
fn links_in_brackets(made: &mut Prepared<'_>, sieve: &Sieve<'_>, rules: Rules<'_>) {
    if rules.config.markdown.wikilinks && sieve.contains(wikilink::BRACKETED) {
        let patches = wikilink::bracketed(made.patched.text(), &verbatim(made.patched.text(), rules));
        made.patched.apply(patches);
    }
    if rules.config.links.label_first && sieve.contains("[[") {
        let patches = wikilink::turned(made.patched.text(), &verbatim(made.patched.text(), rules), &rules.config.links);
        made.patched.apply(patches);
    }
}

/// Rewrites blocks of HTML and rows of tables that other tools end elsewhere.
fn other_blocks(made: &mut Prepared<'_>, body: &str, sieve: &Sieve<'_>, rules: Rules<'_>) {
    let switches = &rules.config.markdown;
    if switches.whole_html && sieve.has(b'<') && markup::may_be_in(body) {
        let text = made.patched.text();
        let patches = html_block::patches(text, &code(text, rules), switches.heading_ids == IdRule::Mkdocs);
        made.patched.apply(patches);
    }
    if switches.labels && (sieve.contains(")=") || sieve.contains("}`")) {
        let text = made.patched.text();
        let patches = label::patches(text, &verbatim(text, rules), &rules.config.links);
        made.patched.apply(patches);
    }
    if switches.loose_tables && sieve.has(b'|') {
        let text = made.patched.text();
        let patches = loose_table::patches(text, &verbatim(text, rules));
        made.patched.apply(patches);
    }
    if switches.bars_in_code && sieve.has(b'|') && sieve.has(b'`') {
        let text = made.patched.text();
        let patches = table_bar::patches(text, &code(text, rules));
        made.patched.apply(patches);
    }
}

/// Reports what is nearly a link.
fn half_link_findings(made: &mut Prepared<'_>, path: &SourcePath, body: &str, body_start: usize, rules: Rules<'_>) {
    let span = |patched: &Patched<'_>, place| Span::from(patched.origin(place)).shifted(body_start);
    let text = made.patched.text();
    let found = half_links::find(text);
    let verbatim = if found.is_empty() { Vec::new() } else { verbatim(text, rules) };
    let found = found.into_iter().filter(|half| !holds(&verbatim, half.place.start));
    let told = found.map(|Half { place, right, spaced }| match spaced {
        Some(address) => {
            let typed = &text[address.clone()];
            let (whole, address) = (span(&made.patched, place), span(&made.patched, address));
            // It can be exchanged where it stands as it was typed.
            let is_typed =
                body.get(address.range().start - body_start..address.range().end - body_start) == Some(typed);
            spaced_address(path, (whole, Some(address).filter(|_| is_typed)), typed, &right)
        }
        None => half_link(path, span(&made.patched, place), &right),
    });
    made.diagnostics.extend(told);
}

/// Takes away what hides the end of code from the parser, a tab behind the fence, and keeps braces at the end of a heading
/// that are not attributes: the parser would drop them.
fn lines(made: &mut Prepared<'_>, rules: Rules<'_>) {
    let text = made.patched.text();
    let mut patches: Vec<Patch> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let whole = line.trim_end_matches(['\n', '\r']);
        let shown = whole.trim_end();
        let own = shown.trim_start_matches([' ', '\t', '>']);
        let is_fence = own.len() > 2 && (own.bytes().all(|sign| sign == b'`') || own.bytes().all(|sign| sign == b'~'));
        if is_fence && whole[shown.len()..].contains('\t') {
            patches.push((start + shown.len()..start + whole.len(), String::new()));
        }
        if own.starts_with('#')
            && let Some(inner) = own.strip_suffix('}')
            && let Some(brace) = inner.rfind('{')
            && !is_escaped(inner, brace)
            && !["=\"", "='"].iter().any(|sign| inner[brace..].contains(sign))
            && !inner[brace + 1..]
                .split_whitespace()
                .all(|word| word.starts_with(['#', '.', ':']) || word.contains('='))
        {
            let at = start + shown.len();
            patches.push((at..at, seam::TYPED.to_owned()));
        }
        start += line.len();
    }
    if patches.iter().any(|(_, new)| !new.is_empty()) {
        let code = places(text, rules, is_block_of_code);
        patches.retain(|(place, new)| new.is_empty() || !holds(&code, place.start));
    }
    made.patched.apply(patches);
}

/// Rewrites what other tools run as programs or read as outlines.
fn programs(made: &mut Prepared<'_>, path: &SourcePath, body_start: usize, rules: Rules<'_>) {
    let switches = &rules.config.markdown;
    if switches.hero
        && let Some(fields) = rules.meta.and_then(|meta| meta.extra.as_deref())
    {
        made.patched.apply(vec![(0..0, hero::text(fields))]);
    }
    if !switches.scripts && (["<script", "<style"].iter().any(|tag| made.patched.text().contains(tag))) {
        let text = made.patched.text();
        let blocks = places(text, rules, |event| matches!(event, Event::Start(Tag::HtmlBlock)));
        let programs = blocks
            .into_iter()
            .filter(|block| ["<script", "<style"].iter().any(|tag| text[block.clone()].trim_start().starts_with(tag)));
        made.patched.apply(programs.map(|block| (block, String::new())).collect());
    }
    if !switches.scripts && made.patched.text().contains("<Badge") {
        let text = made.patched.text();
        let patches = mdx::badges(text, &code(text, rules));
        made.patched.apply(patches);
    }
    if path.is_mdx() || switches.components {
        let found = mdx::read(made.patched.text());
        let first = found.first.map(|first| Span::from(made.patched.origin(first)).shifted(body_start));
        made.diagnostics.extend(first.map(|first| components(path, first, &found.cut)));
        made.patched.apply(found.patches);
        unindent(made, rules);
        let text = made.patched.text();
        let blocks = places(text, rules, |event| matches!(event, Event::Start(Tag::HtmlBlock)));
        let patches = mdx::phrases(text, &blocks);
        made.patched.apply(patches);
    }
    if memmem::find(made.patched.text().as_bytes(), b"<!--").is_some() {
        let patches = comment::local(made.patched.text());
        made.patched.apply(patches);
    }
    if switches.properties {
        let (patches, stays) = outline::patches(made.patched.text(), &verbatim(made.patched.text(), rules));
        for place in stays {
            let name = made.patched.text()[place.clone()].trim_matches(['{', '}']).to_owned();
            made.left.count(Foreign::Output, made.patched.origin(place), &name);
        }
        made.patched.apply(patches);
    }
}

/// Makes text of what is code only for being indented, as MDX does, however far.
fn unindent(made: &mut Prepared<'_>, rules: Rules<'_>) {
    const ROUNDS: usize = 12;
    for _ in 0..ROUNDS {
        let text = made.patched.text();
        if !["    ", "\t"].iter().any(|margin| text.contains(margin)) {
            return;
        }
        let is_indented = |event: &Event<'_>| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)));
        let patches = mdx::unindented(text, &places(text, rules, is_indented));
        if patches.is_empty() {
            return;
        }
        made.patched.apply(patches);
    }
}

/// Boxes: those that the book has, and those that macros were.
fn boxes(made: &mut Prepared<'_>, path: &SourcePath, body_start: usize, rules: Rules<'_>) {
    let text = made.patched.text();
    let sieve = Sieve::of(text);
    let all = rules.config.markdown.admonitions && [":::", "!!!", "???", "==="].iter().any(|sign| sieve.contains(sign));
    if !all && !text.contains(admonition::OURS) {
        return;
    }
    let code = if text.contains(":::") && text.contains('<') { code(text, rules) } else { verbatim(text, rules) };
    let (patches, told) = admonition::patches(text, &verbatim(text, rules), &code, all);
    let span = |place| Span::from(made.patched.origin(place)).shifted(body_start);
    made.diagnostics.extend(told.unclosed.map(|place| unclosed_admonition(path, span(place))));
    made.diagnostics.extend(told.untitled.into_iter().map(|(place, right)| lost_title(path, span(place), &right)));
    let changed = !patches.is_empty();
    made.patched.apply(patches);
    if changed {
        // What was indented is not code any more.
        formulas(&mut made.patched, rules);
    }
}

/// Counts the lines that look like the beginning of something that nobody has read.
fn left_lines(made: &mut Prepared<'_>, rules: Rules<'_>) {
    let text = made.patched.text();
    let sieve = Sieve::of(text);
    let may_hold = ["{:", ":::", "!!! ", "??? ", "???+ ", "===", "8<-"].iter().any(|sign| sieve.contains(sign));
    if !may_hold || foreign::lines(text, &[]).next().is_none() {
        return;
    }
    let verbatim = verbatim(text, rules);
    // Why a snippet is not read, or that it is to be shown, is said where it is read.
    let is_said = |name: &str| rules.config.markdown.includes && name.ends_with(['"', '\'']);
    for (kind, place, name) in foreign::lines(text, &verbatim) {
        if kind == Foreign::Snippet && is_said(name) {
            continue;
        }
        made.left.count(kind, made.patched.origin(place), name);
    }
}
