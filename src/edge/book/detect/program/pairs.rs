//! Objects whose fields are texts.

use super::code::{Quotation, enclosed, items, name_at, quoted};
use super::{DEPTH, Program};

impl Program {
    /// The pairs of texts `'a': 'b'` in it; the first may be a plain name, `a: 'b'`.
    pub(in super::super) fn pairs(&self) -> Vec<(String, String)> {
        let texts = self.quotations();
        let pair = |(at, to): (usize, &Quotation)| {
            let from = at.checked_sub(1).map(|before| &texts[before]);
            let start = from.map_or(0, |from| from.end);
            let between = self.code[start..to.start].trim().strip_suffix(':')?.trim_end();
            let name = between.trim_start_matches([',', '{', '(']).trim_start();
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_$".contains(c));
            let text = from.filter(|_| between.is_empty()).map(|from| from.text.clone());
            text.or_else(|| is_name.then(|| name.to_owned())).map(|from| (from, to.text.clone()))
        };
        texts.iter().enumerate().filter_map(pair).collect()
    }

    /// The names in the table that is given to `key`, and those under which something is put into it later, in Python.
    pub(in super::super) fn keys(&self, key: &str) -> Vec<String> {
        let name = |item: &str| {
            let item = item.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n");
            let (name, rest) = quoted(&item)?;
            rest.trim_start().starts_with(':').then_some(name)
        };
        let tables = self.after(key).filter_map(|value| enclosed(value.trim_start()));
        let given = tables.flat_map(items).filter_map(name);
        let later = self.code.match_indices(key).filter_map(|(at, _)| {
            let (name, rest) = quoted(self.code[at + key.len()..].strip_prefix('[')?)?;
            rest.trim_start().starts_with(']').then_some(name)
        });
        given.chain(later).collect()
    }

    /// The pairs of the tables that are given to `key`, also by names and from others (`...others`). For one that stands in
    /// the place of the second text it is what that gives to `inner`.
    pub(in super::super) fn pairs_of(&self, key: &str, inner: &str) -> Vec<(String, String)> {
        self.after(key).chain(self.constant(key)).flat_map(|value| self.pairs_at(value, inner, DEPTH)).collect()
    }

    fn pairs_at(&self, value: &str, inner: &str, depth: usize) -> Vec<(String, String)> {
        let table = enclosed(value.trim_start()).filter(|_| value.trim_start().starts_with('{'));
        let Some(table) = table else {
            let meant = self.constant(name_at(value)).filter(|_| depth > 0);
            return meant.map(|value| self.pairs_at(value, inner, depth - 1)).unwrap_or_default();
        };
        let pair = |item: &str| {
            let (from, rest) = quoted(item)?;
            let value = rest.trim_start().strip_prefix(':')?;
            let text = quoted(value).map(|(text, _)| text);
            Some((from, text.or_else(|| Some(self.part(enclosed(value.trim_start())?).text(inner)))?))
        };
        let pairs = items(table).into_iter().flat_map(|item| match item.strip_prefix("...") {
            Some(others) => self.pairs_at(others, inner, depth),
            None => pair(item).into_iter().collect(),
        });
        pairs.collect()
    }
}
