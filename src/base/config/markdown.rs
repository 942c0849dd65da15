//! What writers may write, and how it is read.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::base::slug::IdRule;

/// `[markdown]`: what writers may write, and how it is read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the book")]
pub struct Markdown {
    /// `$x$` and `$$x$$`.
    pub math: bool,
    /// Code in colour.
    pub highlight: bool,
    /// Whether empty lines may stand above the front matter.
    pub blank_first_lines: bool,
    /// Whether a line break in a paragraph is one on the page.
    pub hard_breaks: bool,
    /// Quotation marks, dashes and dots made typographic.
    pub smart_punctuation: bool,
    /// `#word` in the text is a tag.
    pub inline_tags: bool,
    /// What stands before the name in the link that `@name` in the text is: `user.`; without it, that is text.
    pub mentions: String,
    /// `[[name]]` is a link.
    pub wikilinks: bool,
    /// `%%remark%%` is left out.
    pub comments: bool,
    /// `==text==` is marked.
    pub marks: bool,
    /// `^[text]` is a footnote in place.
    pub inline_footnotes: bool,
    /// Components and programs in files that do not end in `.mdx`.
    pub components: bool,
    /// `:tada:` is an emoji.
    pub emoji: bool,
    /// `:::note`, `!!! note` and `=== "Tab"`.
    pub admonitions: bool,
    /// `{: #id .class }` after a block or a phrase.
    pub attributes: bool,
    /// `{ .class }` at the end of a line is of its block.
    pub attributes_at_ends: bool,
    /// Blocks of HTML go to their end tags, empty lines and all.
    pub whole_html: bool,
    /// A bar in code within a table is part of the code.
    pub bars_in_code: bool,
    /// Rows with bars are a table without a line of hyphens, too, and such lines may stand anywhere in it.
    pub loose_tables: bool,
    /// `*[HTML]: HyperText Markup Language`.
    pub abbreviations: bool,
    /// `hero` and `features` in the front matter begin the text.
    pub hero: bool,
    /// Blocks of `<script>` and `<style>` stay.
    pub scripts: bool,
    /// `(name)=` names what stands below it for links everywhere, and `` {ref}`name` `` leads there.
    pub labels: bool,
    /// `++ctrl+c++`.
    pub keys: bool,
    /// `^^inserted^^` and, where that is not a key, `++inserted++`.
    pub insertions: bool,
    /// `\(x\)` and `\[x\]`.
    pub math_brackets: bool,
    /// `$$x$$` within a text is part of its line.
    pub inline_double_dollars: bool,
    /// What all formulas may use, in TeX: `\newcommand{\R}{\mathbb{R}}`.
    pub math_commands: String,
    pub macros: Macros,
    /// Lines of code that readers do not see: what they begin with, by the language of the code.
    pub hidden_lines: BTreeMap<String, String>,
    /// `{{#include file}}` and `--8<-- "file"`.
    pub includes: bool,
    /// Folders, from `book.toml`, in which the files of `--8<--` are looked for first.
    pub include_folders: Vec<String>,
    /// Files, found as those of `--8<--` are, whose texts follow that of every essay.
    pub include_after: Vec<String>,
    /// `{% include "file" %}` and `{% include-markdown "file" %}`.
    pub include_statements: bool,
    /// Whether a term that is explained has an id, made as that of a heading is.
    pub term_ids: bool,
    /// `key: value` at the top of a text without a fence, each a line, up to the first empty one.
    pub metadata_lines: bool,
    /// `key:: value`, and what else outlines of blocks have.
    pub properties: bool,
    /// Whether nobody vouches for the texts: raw HTML then only shows something, and runs nothing.
    pub untrusted: bool,
    pub heading_ids: IdRule,
}

/// Which small programs may stand in the text, besides those that make links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Macros {
    /// Those that mean the same everywhere: shortcodes that are built into Hugo and Zola. Code is left as it is.
    #[default]
    Plain,
    /// The same, and `{{</* x */>}}` shows a shortcode, in code as well.
    Shortcodes,
    /// `{{ page.title }}`, `{% raw %}` and the like, in code as well.
    Liquid,
    /// The same, and `{# remark #}` is nothing.
    Nunjucks,
}

impl Macros {
    /// Whether the texts are templates as a whole, their code as well.
    pub fn are_everywhere(self) -> bool {
        matches!(self, Self::Liquid | Self::Nunjucks)
    }
}
