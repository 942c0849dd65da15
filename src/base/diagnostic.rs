//! What crosslight has to say about a book: where, what is wrong, why, and what to do.
//!
//! Every diagnostic is made by a function of its own below `diagnostic/`, so that the wording is found
//! in one place.
//! Lower case, no full stop, backticks round names. Nothing here prints; see [`crate::edge::report`].

mod book;
mod code;
mod files;
mod foreign;
mod front_matter;
mod links;
mod model;
mod outside;
mod settings;
mod slips;
mod text;
mod theme;
mod withheld;

pub use book::{dead_end, empty_book, hiding_alias, missing_chapter, orphan_essay, unknown_tag, unportable_name};
pub use code::{Code, Level, Severity, Weight};
pub use files::{
    Unreadable, address_taken, borrowed_page, conflict_copy, essay_beside, folder_too_deep, leads_out,
    leads_to_left_out, nameless, other_charset, same_as_left_out, second_ending, second_file, second_name, second_text,
    static_markdown, taken_alias, unnamed_essay, unreadable, untrusted_file, unusable_address, unusable_entry,
};
pub use foreign::{Foreign, left_as_text};
pub use front_matter::{
    bad_alias, bad_date, bad_escape, broken_front_matter, broken_yaml, colon_in_value, comma_list, curly_quotes,
    duplicate_field, empty_item, field_near_miss, field_synonym, fields_like_prose, front_matter_as_text,
    front_matter_not_fields, front_matter_not_first, front_matter_too_long, held_back, list_not_closed, loose_line,
    missing_description, missing_title, no_language, no_such_day, old_line_ends, relative_address, special_sign,
    tab_in_yaml, tag_of_words, unclosed_front_matter, unclosed_quote, uneven_list, unquoted_link, unread_fields,
    unreadable_sign, unusable_name, updated_before, word_for_truth, wrong_fence, wrong_item, wrong_type, yaml_anchor,
};
pub use links::{
    ambiguous_link, blocked_scheme, broken_anchor, broken_link, cyclic_embed, embeds_too_deep, foreign_anchor,
    link_to_hidden, link_to_left_out, loosely_spelled, missing_file, missing_own_page, outside_book, split_paragraph,
    too_many_embeds, two_slashes, unshown_embed,
};
pub use model::{Diagnostic, File, Fix, Wanted};
pub use outside::{dead_outside_link, moved_outside_link, silent_outside_link};
pub use settings::{
    bad_setting, bad_toml, idle_path, idle_pattern, missing_cards, missing_history, repeated_setting, unknown_setting,
    unprintable_title,
};
pub use slips::{
    bracketed_formula, empty_box, empty_place, field_with_comma, half_closed_comment, indented_field, loose_links,
    lost_title, missing_space, mistyped_scheme, nameless_link, open_address, open_callout, open_html_comment,
    other_fence, printed_bullet, spaced_address, stray_sign, swallowed_line, turned_callout, unclosed_item,
    undefined_link, unknown_entity, unreadable_list, unspaced_item, wordless_link,
};
pub use text::{
    aimless_path, bad_include, bad_math, bad_query, broken_table, case_collision, components, control_sign, deep_tag,
    duplicate_block, duplicate_footnote, duplicate_id, half_link, left_out_drawing, left_signs, link_to_nowhere,
    lost_cells, merge_marks, missing_alt, missing_footnote, missing_stop, missing_tag, needless_tag, skipped_heading,
    split_cell, stray_tag, tag_spellings, taken_synonym, template_page, twin_tags, unclosed_admonition, unclosed_code,
    unclosed_comment, unclosed_element, unclosed_html_comment, unclosed_link, unclosed_math, uncoloured_code,
    unfinished_tag, unknown_callout, unspaced_sign, untrusted_element, unused_footnote, wordless_heading,
    words_in_formula,
};
pub use theme::{
    bad_template, failing_template, missing_template, no_such_template, page_panicked, theme_cycle, unfit_template,
    unknown_theme, unreadable_theme,
};
pub use withheld::{field_in_text, held_file, wrong_property};
