//! A heading in HTML that names the essay.

use std::ops::Range;

use super::blocks::Writer;
use super::raw::{Chunk, Fate};
use crate::read::syntax::markup::{TagKind, Token, decoded};

impl Writer<'_> {
    /// The heading `<h1>` in `chunk` that names the essay, by its tokens, and its words: no others stand above it, and nothing
    /// but words in it.
    pub(super) fn title_in(&self, chunk: &Chunk) -> Option<(Range<usize>, String)> {
        let is_open = self.body.title.is_none() && self.outline.headings.is_empty() && self.containers.len() == 1;
        if !is_open || self.plain || self.path.is_html() || self.rules.config.book.title_level == 0 {
            return None;
        }
        let is = |token: &Token, text: bool| match &token.kind {
            TagKind::Text => text,
            TagKind::Open(open) => !text && &*open.name == "h1",
            _ => false,
        };
        let start = chunk.tokens.iter().position(|(token, _)| is(token, false))?;
        let text = |(token, _): &(Token, Fate)| chunk.text[token.place.clone()].trim();
        let is_blank = |part: &(Token, Fate)| !is(&part.0, true) || text(part).is_empty();
        let is_top = self.html.is_wordless() && chunk.tokens[..start].iter().all(is_blank);
        let [(words, _), (end, _), ..] = chunk.tokens.get(start + 1..)? else { return None };
        let closes = matches!(&end.kind, TagKind::Close(name) if &**name == "h1");
        let words = decoded(chunk.text.get(words.place.clone()).filter(|_| is(words, true) && closes)?);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let named = self.given_title.is_none_or(|title| title == words);
        (is_top && named && !words.is_empty()).then_some((start..start + 3, words))
    }
}
