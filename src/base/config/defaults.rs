//! What holds where a book sets nothing.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use toml::Spanned;

use super::{Book, Build, Colour, FileTitles, LinkChecker, Macros, Markdown, Paths, Publish, SocialCards, Tags};
use crate::base::slug::IdRule;

impl Default for Book {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            authors: Vec::new(),
            language: "en".into(),
            src: "content".into(),
            statics: Vec::new(),
            follow_links: false,
            ignore: Vec::new(),
            file_titles: FileTitles::default(),
            title_level: 1,
            titles: BTreeMap::new(),
            html_pages: false,
            ignore_matching: Vec::new(),
            chapters: String::new(),
            number_prefixes: false,
            name_separator: String::new(),
            home: String::new(),
            day_titles: String::new(),
            git_dates: None,
        }
    }
}

impl Default for Build {
    fn default() -> Self {
        Self {
            build_dir: "public".into(),
            drafts: false,
            future: false,
            expired: false,
            draft_status: Vec::new(),
            publish: Publish::All,
            publish_fields: Vec::new(),
            publish_below: BTreeMap::new(),
            date_fields: Vec::new(),
            publish_date_fields: Vec::new(),
            expiry_date_fields: Vec::new(),
            hold_back: Vec::new(),
            hold_back_as: None,
            only_listed: false,
            copy: None,
        }
    }
}

impl Default for Markdown {
    fn default() -> Self {
        Self {
            math: true,
            highlight: true,
            hard_breaks: false,
            smart_punctuation: false,
            inline_tags: true,
            mentions: String::new(),
            wikilinks: true,
            comments: true,
            marks: true,
            inline_footnotes: true,
            components: false,
            emoji: false,
            admonitions: false,
            attributes: false,
            attributes_at_ends: false,
            whole_html: false,
            bars_in_code: false,
            loose_tables: false,
            abbreviations: false,
            blank_first_lines: false,
            keys: false,
            labels: false,
            insertions: false,
            hero: false,
            scripts: true,
            math_brackets: false,
            inline_double_dollars: false,
            math_commands: String::new(),
            macros: Macros::Plain,
            hidden_lines: BTreeMap::new(),
            includes: false,
            include_folders: Vec::new(),
            include_after: Vec::new(),
            include_statements: false,
            term_ids: false,
            metadata_lines: false,
            properties: false,
            untrusted: false,
            heading_ids: IdRule::Github,
        }
    }
}

impl Default for Tags {
    fn default() -> Self {
        Self {
            path: Spanned::new(0..0, "tags".into()),
            label: "Tags".into(),
            also: Vec::new(),
            divide_at_spaces: false,
        }
    }
}

impl Default for Paths {
    fn default() -> Self {
        Self { path: Spanned::new(0..0, "paths".into()), label: "Paths".into() }
    }
}

/// The colours of paper, ink and links in Lantern.
impl Default for SocialCards {
    fn default() -> Self {
        Self {
            font: None,
            background: Colour([0xfd, 0xfa, 0xf3]),
            colour: Colour([0x26, 0x21, 0x1a]),
            accent: Colour([0x8a, 0x3d, 0x0f]),
        }
    }
}

impl Default for LinkChecker {
    fn default() -> Self {
        Self { skip_prefixes: Vec::new(), timeout: const { NonZeroU16::new(20).unwrap() }, cache_days: 7 }
    }
}
