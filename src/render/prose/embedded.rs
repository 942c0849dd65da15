//! A text or a file that is shown inside another text.

use std::fmt::Write;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::{Host, Level, Page};
use crate::base::config::{Limits, bytes};
use crate::base::diagnostic::links::{cyclic_embed, embeds_too_deep, too_many_embeds};
use crate::base::path::SourcePath;
use crate::read::essay::Essay;
use crate::read::html::HoleKind;
use crate::read::markdown::{Link, LinkKind};
use crate::read::syntax::embed::EmbedPlace;
use crate::read::syntax::{media, scope};
use crate::render::prose::link::{Cut, NOWHERE, ResolvedLink, broken, open};

impl Page<'_> {
    /// Writes an image or a text that is shown inside another.
    pub(super) fn embed(&mut self, link: &Link, way: Option<&ResolvedLink>, host: &Host<'_>, level: u32) {
        let LinkKind::Embed(place) = link.kind else { return };
        let Some(way) = way else {
            let image = media::is_media(&link.target.path);
            self.paragraph(place, |html| {
                broken(html, if image { "This picture is missing" } else { NOWHERE });
                let shown = link.alt().unwrap_or(&link.target.path);
                let _ = escape_html_body_text(&mut *html, shown);
                html.push_str("</span>");
            });
            return;
        };
        let essay = match &way.path {
            Some(path) => self.reader.card(path).and_then(|_| self.reader.essay(path)),
            None if way.title.is_some() => Some(host.essay),
            None => None,
        };
        match essay {
            Some(essay) if place == EmbedPlace::Link => {
                let shown = link.alt().unwrap_or(&essay.title);
                let _ = escape_html_body_text(&mut self.html, shown);
            }
            Some(essay) if place != EmbedPlace::Phrase && !way.lost && !media::is_unshown(essay.path.as_str()) => {
                self.embed_essay(link, way, essay, host, (place, level));
            }
            Some(essay) => {
                let own = host.links.is_some();
                self.paragraph(place, |html| {
                    open(html, link, Some(way), own);
                    let shown = link.alt().unwrap_or(&essay.title);
                    let _ = escape_html_body_text(&mut *html, shown);
                    html.push_str("</a>");
                });
            }
            None => {
                let name = way.path.as_ref().map_or("", SourcePath::file_name);
                let fragment = link.target.fragment.as_deref();
                let look = link.look.as_deref().cloned().unwrap_or_default();
                let element = media::element(&way.href, name, fragment, &look, &link.title);
                self.paragraph(place, |html| html.push_str(&element));
            }
        }
    }

    /// Writes what stands in a line: in a paragraph of its own where there is none yet.
    fn paragraph(&mut self, place: EmbedPlace, write: impl FnOnce(&mut String)) {
        self.html.push_str(if place == EmbedPlace::Alone { "<p>" } else { "" });
        write(&mut self.html);
        self.html.push_str(if place == EmbedPlace::Alone { "</p>" } else { "" });
    }

    fn embed_essay(
        &mut self,
        link: &Link,
        way: &ResolvedLink,
        essay: &Essay,
        host: &Host<'_>,
        (place, level): (EmbedPlace, u32),
    ) {
        self.html.push_str(if place == EmbedPlace::Paragraph { "</p>\n" } else { "" });
        let part = way.anchor.as_deref();
        if let Some(reason) = self.refused(link, essay, part, host) {
            self.html.push_str("<p class=\"embed-cycle\">↺ ");
            let _ = escape_html_body_text(&mut self.html, &reason);
            self.html.push_str("</p>");
        } else {
            self.embeds += 1;
            self.html.push_str("<section class=\"embed\" aria-label=\"");
            let _ = escape_html(&mut self.html, &essay.title);
            // No two parts of a page have one name.
            let before = self.labels.entry(essay.title.clone()).or_insert(0);
            *before += 1;
            if *before > 1 {
                let _ = write!(self.html, " ({before})");
            }
            self.html.push_str("\">\n");
            self.embedded_text(essay, part, way.cut.as_ref(), level);
            self.html.push_str("<p class=\"embed-source\">");
            open(&mut self.html, link, Some(way), host.links.is_some());
            let _ = escape_html_body_text(&mut self.html, &essay.title);
            self.html.push_str("</a></p>\n</section>");
        }
        self.html.push_str(if place == EmbedPlace::Paragraph { "\n<p>" } else { "" });
    }

    /// Why an embed is not shown: it would go on for ever, or is too much.
    fn refused(&mut self, link: &Link, essay: &Essay, part: Option<&str>, host: &Host<'_>) -> Option<String> {
        let from = &host.essay.path;
        let inside = |level: &Level| level.path == essay.path && level.part.as_deref() == part;
        if let Some(at) = self.chain.iter().position(inside) {
            let via: Vec<&str> = self.chain[at..].iter().map(|level| level.title.as_str()).collect();
            let via = via.join(" → ");
            self.diagnostics.push(cyclic_embed(from, link.span, &essay.title, &via));
            return Some(format!("Cyclic embed: {} (via {via})", essay.title));
        }
        let Limits { embed_levels, embeds, embeds_mib, .. } = self.config.limits;
        if self.chain.len() > embed_levels as usize {
            self.diagnostics.push(embeds_too_deep(from, link.span, embed_levels));
            return Some(format!("Embedded too deep to be shown: {}", essay.title));
        }
        if self.embeds >= embeds as usize || self.embedded > bytes(embeds_mib) {
            self.diagnostics.push(too_many_embeds(from, link.span, embeds, embeds_mib));
            return Some(format!("Too much is embedded to be shown here: {}", essay.title));
        }
        None
    }

    /// Writes the part of `essay` that has the id `part`, or all of it, or what `cut` says of it.
    fn embedded_text(&mut self, essay: &Essay, part: Option<&str>, cut: Option<&Cut>, level: u32) {
        let prose = &essay.body.prose;
        let found = part.and_then(|id| prose.parts.iter().find(|part| *part.id == *id));
        let place = match (found, cut) {
            (Some(part), Some(cut)) => cut.of(prose, part),
            (Some(part), None) => part.place.range(),
            (None, _) => 0..prose.length(),
        };
        self.embedded += place.len();
        // The highest heading of what is shown comes one level below the heading above it.
        let levels = prose.holes_in(&place).iter().filter(|hole| hole.kind == HoleKind::Level);
        let highest = levels.map(|hole| hole.index).min().unwrap_or(1);
        let prefix = format!("embed-{}:", self.embeds);
        let below = (level.max(1) + 1).saturating_sub(highest);
        let wrap = found.and_then(|part| part.wrap);
        if let Some(tag) = wrap {
            let _ = writeln!(self.html, "<{tag}>");
        }
        self.chain.push(Level { path: essay.path.clone(), part: part.map(Into::into), title: essay.title.to_string() });
        let start = self.html.len();
        self.write(place, &Host { essay, text: &prose.open(), links: None, prefix: &prefix, below });
        self.chain.pop();
        if (prose.has_raw || cut.is_some()) && found.is_some() {
            // A tag may be open where the part begins, or ends.
            let whole = scope::balanced(&self.html[start..]);
            self.html.truncate(start);
            self.html.push_str(&whole);
        }
        if !self.html.ends_with('\n') {
            self.html.push('\n');
        }
        if let Some(tag) = wrap {
            let _ = writeln!(self.html, "</{tag}>");
        }
    }
}
