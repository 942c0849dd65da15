//! The home page that `VitePress`, `VuePress` and Starlight make of front matter: a `hero` with a text and links, and
//! `features`. They become the beginning of the text.

use std::fmt::Write;

use serde_yaml::{Mapping, Value};

use crate::read::syntax::escaped;

/// The Markdown that the fields of a page stand for; empty if there are none. `fields` are those that have no meaning
/// of their own here.
pub fn text(fields: &Mapping) -> String {
    let mut text = String::new();
    if let Some(hero) = fields.get("hero").and_then(Value::as_mapping) {
        let said = |key| hero.get(key).and_then(words);
        paragraph(&mut text, said("text").map(|said| format!("**{said}**")));
        paragraph(&mut text, said("tagline"));
        let actions = hero.get("actions").and_then(Value::as_sequence).into_iter().flatten();
        let actions: Vec<String> =
            actions.filter_map(Value::as_mapping).filter_map(|at| link(at, "text", "link")).collect();
        paragraph(&mut text, Some(actions.join(" · ")));
    }
    // `VuePress` has no table of its own for it.
    paragraph(&mut text, fields.get("heroText").and_then(words).map(|said| format!("**{said}**")));
    if fields.contains_key("heroText") {
        paragraph(&mut text, fields.get("tagline").and_then(words));
    }
    paragraph(&mut text, link(fields, "actionText", "actionLink"));
    let features = fields.get("features").and_then(Value::as_sequence).into_iter().flatten();
    for feature in features.filter_map(Value::as_mapping) {
        let title = link(feature, "title", "link").or_else(|| feature.get("title").and_then(words));
        let parts = [title.map(|title| format!("**{title}**")), feature.get("details").and_then(words)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if !parts.is_empty() {
            let _ = writeln!(text, "- {}", parts.join(": "));
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn paragraph(text: &mut String, words: Option<String>) {
    if let Some(words) = words.filter(|words| !words.is_empty()) {
        let _ = write!(text, "{words}\n\n");
    }
}

/// A text in one line in which no sign has a meaning.
fn words(value: &Value) -> Option<String> {
    value.as_str().map(|text| escaped(text.trim())).filter(|text| !text.is_empty())
}

/// The link in two fields: its text and where it leads.
fn link(fields: &Mapping, text: &str, to: &str) -> Option<String> {
    let address = fields.get(to)?.as_str().filter(|to| !to.is_empty() && !to.contains(['<', '>', '\n']))?;
    Some(format!("[{}](<{address}>)", words(fields.get(text)?)?))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_home_page_is_written_out() {
        for (fields, expected) in [
            (
                "hero: {name: Kiln, text: Pots, tagline: By hand*, actions: [{text: Begin, link: /start}, {text: x}]}\n\
                 features: [{title: Clay, details: Dug here.}, {title: Fire, link: /fire}, {icon: x}]",
                "**Pots**\n\nBy hand\\*\n\n[Begin](</start>)\n\n- **Clay**: Dug here.\n- **[Fire](</fire>)**\n\n",
            ),
            (
                "heroText: Pots\ntagline: Ours\nactionText: Go\nactionLink: /go/",
                "**Pots**\n\nOurs\n\n[Go](</go/>)\n\n\n",
            ),
            ("tagline: x\nhero: [a]\nfeatures: 3", ""),
        ] {
            assert_eq!(text(&serde_yaml::from_str(fields).unwrap()), expected, "{fields}");
        }
    }
}
