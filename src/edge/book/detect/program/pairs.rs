//! Objects whose fields are texts.

use super::Program;
use super::code::Quotation;

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
}
