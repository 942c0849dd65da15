//! One essay: what a Markdown file says, knowing no other file.
//!
//! Reading cannot fail. It gives what could be made of the text, with diagnostics.
//!
//! **Incremental:** an essay is read again when its text has changed, and only then. What it says
//! depends on its path, its text and `book.toml`.

mod held;
mod labels;
mod named;
mod title;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::base::config::{Config, FileTitles};
use crate::base::date::{self, When};
use crate::base::diagnostic::files::{Unreadable, unreadable};
use crate::base::diagnostic::front_matter::{missing_description, missing_title, no_such_day};
use crate::base::diagnostic::text::{control_sign, left_out_drawing, merge_marks, template_page};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::inputs::Inputs;
use crate::base::path::{SourcePath, is_plain_segment};
use crate::base::source::Assembled;
use crate::base::span::Span;
use crate::base::tag::{Tag, Tagging};
use crate::read::front_matter::{self, Alias, Meta};
use crate::read::html::{has_controls, is_control};
use crate::read::markdown::{self, Body, Dialect, Link, LinkKind, Rules};
use crate::read::passage;
use crate::read::permalink::{self, Place, Role, Wanted, filed};
use crate::read::syntax::code::Painter;
use crate::read::syntax::link::{Destination, Target, destination};
use crate::read::syntax::media::{Look, is_unshown};
use crate::read::syntax::summary::{self, Chapter};
use crate::read::syntax::{conflict, emoji, wikilink};

use self::held::held;
pub use self::held::{Held, ruling};
use self::labels::labels;
use self::named::{named, taken};
use self::title::title_of_file;

/// What a Markdown file says.
#[derive(Debug)]
pub struct Essay {
    pub path: SourcePath,
    pub meta: Meta,
    /// From the front matter, a heading of the first level at the top of the text, or the file name, in
    /// this order.
    pub title: Arc<str>,
    /// From the front matter or the front of the file name.
    pub date: Option<When>,
    /// The address of its page below the root of the site, ending in `/` or `.html`; empty for the home
    /// page.
    pub address: Arc<str>,
    /// The address that it wants, which is the one that it has unless another essay is nearer to that.
    pub wanted: Wanted,
    /// Its language, by its number among those of the book; 0 for that of the book itself.
    pub language: u8,
    /// Its file name without the ending and the code of the language, if it has that.
    pub stem: Option<Box<str>>,
    /// If it is the text of its folder: of several, the first by this is.
    pub rank: Option<u8>,
    pub role: Role,
    /// Why it is not published, if it is not.
    pub held: Option<Held>,
    /// Those of the front matter and those in the text, each once.
    pub tags: Vec<Tagging>,
    /// What a `SUMMARY.md` lists.
    pub chapters: Arc<[Chapter]>,
    pub body: Body,
    /// The files that it names beside those that its body shows.
    pub named: Box<[Target]>,
    /// The body as it was typed, if it is published as well.
    pub typed: Option<Box<TypedDate>>,
    /// The text, if it was put together from several files.
    pub assembled: Option<Arc<Assembled>>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The body of an essay as its writer typed it.
#[derive(Debug)]
pub struct TypedDate {
    pub text: Box<str>,
    /// Where it begins in the file.
    pub start: usize,
    /// What no page shows of it, comments and the like.
    pub unshown: Vec<Range<usize>>,
}

impl TypedDate {
    /// Where a stretch of the file stands in the body, if it does.
    pub fn place(&self, span: Span) -> Option<Range<usize>> {
        let place = span.range();
        let (start, end) = (place.start.checked_sub(self.start)?, place.end.checked_sub(self.start)?);
        self.text.get(start..end).map(|_| start..end)
    }
}

/// Reads the essay at `path`.
pub fn read(path: &SourcePath, text: &str, config: &Config, inputs: &Inputs, painter: &Painter) -> Essay {
    let (front, body_start) = front_matter::read(path, text, config);
    let mut meta = front.meta;
    spell_emoji(&mut meta, config);
    let mut diagnostics = front.diagnostics;
    let bare = Rules { config, inputs, painter, dialect: Dialect::Crosslight, meta: None, is_path: false };
    unmerged(path, (text, body_start), bare, &meta, &mut diagnostics);
    let sound = diagnostics.is_empty();
    let place = Place::of(path, config);
    meta.lang = meta.lang.or_else(|| place.code.map(Into::into));
    led_from(&mut meta, config);
    let wanted = permalink::wanted(path, &meta, config, &mut diagnostics);
    if config.addresses.relative_aliases {
        root_aliases(&mut meta, &wanted.address, &place);
    }
    let is_summary = path.as_str() == summary::FILE;
    let role = if is_summary { Role::Summary } else { permalink::role(&wanted.address, config) };
    // Nobody is meant to find it but by looking for something else.
    meta.unlisted |= role == Role::NotFound;
    let rules = Rules { is_path: role == Role::Path, ..bare };
    let reading = Rules { meta: Some(&meta), ..rules };
    let is_html = path.is_html();
    let mut body = match () {
        () if is_html => markdown::read_html(path, text, body_start, reading),
        () => markdown::read(path, text, body_start, meta.title.as_deref(), reading),
    };
    let code = if is_html { markdown::template_code(&text[body_start..]) } else { None };
    if let Some(code) = &code {
        // What else is wrong in it is for its program to know.
        body.diagnostics = vec![template_page(path, Span::from(code.clone()).shifted(body_start))];
    }
    let is_drawing = !is_html && is_drawing(path, &meta);
    if is_drawing {
        body.diagnostics = vec![left_out_drawing(path)];
    }
    if is_summary {
        body.diagnostics.retain(|found| !is_of_prose(found.code));
    }
    diagnostics.append(&mut body.diagnostics);
    diagnostics.extend(control_signs(path, text));
    field_links(path, &meta, config, &mut body.links);
    if config.markdown.labels {
        labels(&text[body_start..], &mut body);
    }

    // In an outline the first heading is a block like any other.
    let headed = body.title.clone().filter(|_| !config.markdown.properties);
    let listed = config.book.titles.get(path.as_str()).filter(|_| headed.is_none());
    let given = listed.map(|title| title.as_str().into()).or_else(|| meta.title.clone()).or(headed);
    let title = given.clone().unwrap_or_else(|| title_of_file(&place, config));
    let title = match config.book.title.as_str() {
        _ if !title.is_empty() => title,
        "" => "Home".into(),
        book => book.into(),
    };
    let given_date = meta.date.or(place.day.map(|(day, _)| day)).or(place.alone);
    let no_day = date::no_day(place.stem).filter(|_| given_date.is_none());
    diagnostics.extend(no_day.map(|(day, why)| no_such_day(path, day, &why)));
    let date = committed(&mut meta, given_date, inputs.commits.get(path));
    let numbered = if place.rank.is_some() { place.name() } else { place.stem };
    meta.weight = meta.weight.or_else(|| filed::number(numbered, config));
    let mut tags = meta.tags.clone();
    if !body.tags.is_empty() {
        let mut known: HashSet<Tag> = tags.iter().map(|tagging| tagging.tag.clone()).collect();
        tags.extend(body.tags.iter().filter(|tagging| known.insert(tagging.tag.clone())).cloned());
    }
    let unpublished = [(code.is_some(), Held::Template), (is_drawing, Held::Drawing)];
    let unpublished = unpublished.into_iter().find_map(|(is, why)| is.then_some(why));
    let held = unpublished.or_else(|| held(path, &meta, given_date, config, inputs));
    // Fields that could not be read may have said it, and nobody reads what is not published.
    let asked = |code| !is_summary && sound && held.is_none() && config.levels.ask_for(code);
    // Where names of files are titles, they are meant as such.
    let is_named = config.book.file_titles == FileTitles::Typed;
    // The home page is called as the book is.
    let is_home = role == Role::Home && *title == *config.book.title;
    // Sections of Hugo and Zola need none, and Jekyll's collections have the names of their files.
    let is_of_tool = path.as_str().split('/').any(|part| part.starts_with('_'));
    if given.is_none() && !is_named && !is_home && !is_of_tool && asked(Code::MissingTitle) {
        diagnostics.push(missing_title(path, &title));
    }
    if meta.description.is_none() && role != Role::NotFound && asked(Code::MissingDescription) {
        diagnostics.push(missing_description(path));
    }
    let typed = config.output.llms.is_some().then(|| {
        let unshown = std::mem::take(&mut body.unshown);
        TypedDate { text: text[body_start..].into(), start: body_start, unshown }.into()
    });
    Essay {
        typed,
        role,
        chapters: if is_summary { summary::chapters(&text[body_start..]).into() } else { Arc::default() },
        held,
        path: path.clone(),
        meta,
        title,
        date,
        address: wanted.address.clone(),
        wanted,
        language: place.language,
        stem: (place.stem.len() != path.stem().len()).then(|| place.stem.into()),
        rank: place.rank,
        tags,
        body,
        named: named(path, text, body_start, held.is_some(), config),
        assembled: None,
        diagnostics: config.levels.weigh(diagnostics),
    }
}

/// Shows the emoji that the fields for readers name.
fn spell_emoji(meta: &mut Meta, config: &Config) {
    let words = [&mut meta.title, &mut meta.short_title, &mut meta.description];
    for words in words.into_iter().flatten().filter(|_| config.markdown.emoji) {
        if let Cow::Owned(shown) = emoji::replaced(words) {
            *words = shown.into();
        }
    }
}

/// Whether a file is a drawing of Excalidraw.
fn is_drawing(path: &SourcePath, meta: &Meta) -> bool {
    is_unshown(path.as_str()) || meta.words("excalidraw-plugin").next().is_some()
}

/// The signs of a text that no page can have, told once.
fn control_signs(path: &SourcePath, text: &str) -> Option<Diagnostic> {
    if !has_controls(text) {
        return None;
    }
    let mut signs = text.char_indices().filter(|(_, c)| is_control(*c));
    let (at, first) = signs.next()?;
    Some(control_sign(path, Span::from(at..at + first.len_utf8()), first, 1 + signs.count()))
}

/// Whether something is said of texts and not of lists of chapters: their names are plain text, in which `<T>` is no
/// tag, and a chapter that is still to be written leads nowhere.
fn is_of_prose(code: Code) -> bool {
    matches!(code, Code::UnbalancedHtml | Code::ForeignSyntax | Code::Component | Code::HalfLink)
}

/// Says that a file has the marks of a merge that was not finished.
fn unmerged(
    path: &SourcePath,
    (text, body_start): (&str, usize),
    rules: Rules<'_>,
    meta: &Meta,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(mut place) = conflict::find(text, |_| false) else { return };
    if place.start >= body_start {
        let code = markdown::blocks_of_code(&text[body_start..], rules);
        let is_code = |at: usize| at >= body_start && code.iter().any(|code| code.contains(&(at - body_start)));
        match conflict::find(text, is_code) {
            Some(found) => place = found,
            None => return,
        }
    }
    // What it did to the fields follows from it; that an essay is held back is said.
    let is_held = meta.draft || meta.publish == Some(false);
    diagnostics.retain(|found| is_held || found.span.is_none_or(|span| span.range().start < place.start));
    diagnostics.push(merge_marks(path, place.into()));
}

/// Takes the addresses that lead to an essay in other tools, where the book has such: a permalink beside its
/// address, one by its id.
fn led_from(meta: &mut Meta, config: &Config) {
    let rules = &config.addresses;
    let permalink = if rules.permalink_redirects { meta.address.take() } else { None };
    let id = meta.own_text("id").filter(|id| !rules.ids.is_empty() && is_plain_segment(id));
    let by_id = id.map(|id| format!("/{}/{id}/", rules.ids.trim_matches('/')));
    let permalink = permalink.map(|address| format!("/{}", address.trim_start_matches('/')));
    let span = meta.address_span.unwrap_or_default();
    let alias = |address: String| Alias { name: address.into(), span, addressed: true };
    meta.aliases.extend(permalink.into_iter().chain(by_id).map(alias));
}

/// Has the aliases go from the root that are read from the folder of their page, which stands at `address`.
fn root_aliases(meta: &mut Meta, address: &str, place: &Place<'_>) {
    for alias in &mut meta.aliases {
        if let Some(former) = permalink::former(&alias.name, address, place) {
            alias.name = former.into();
        }
    }
}

/// The date of an essay that may have been given one. What is not given follows from its commits: the
/// first is its date, the last its revision if it came on a later day.
fn committed(meta: &mut Meta, given: Option<When>, commits: Option<&(When, When)>) -> Option<When> {
    let Some((first, last)) = commits.copied() else { return given };
    let date = given.unwrap_or(first);
    if meta.updated.is_none() && last.day() > date.day() {
        meta.updated = Some(last);
    }
    Some(date)
}

/// How many words a minute an adult reads silently, from the meta-analysis of Brysbaert (2019).
const WORDS_PER_MINUTE: usize = 238;

impl Essay {
    /// Lets go of all that only readers need, so that a large book can be checked in little memory.
    pub fn forget_texts(&mut self) {
        self.typed = None;
        self.body.prose.forget_text();
        for note in &mut self.body.notes {
            note.html.forget_text();
        }
    }

    /// The same, of a text that was put together from several files, which it names.
    pub fn put_together(self, assembled: Arc<Assembled>) -> Self {
        let named = self.named.into_iter().chain(taken(&self.path, &assembled)).collect();
        Self { named, assembled: Some(assembled), ..self }
    }

    /// Has it stand at its `step`th other address, if others have those before; at 0 at the one that it
    /// wants.
    pub fn settle(&mut self, step: usize, config: &Config) {
        if step == 0 {
            (self.address, self.role) = (self.wanted.address.clone(), self.wanted.role.clone());
            return;
        }
        self.address = permalink::spare(&self.path, &self.wanted.address, step, config);
        // The text of a page that another essay has is one of its own.
        self.role = if self.wanted.role == Role::Path { permalink::role(&self.address, config) } else { Role::Essay };
    }

    /// How long it takes to read, in minutes.
    pub fn minutes(&self) -> usize {
        self.body.words.div_ceil(WORDS_PER_MINUTE)
    }
}

/// The essay that stands for a file which could not be read: it says nothing and is not published.
pub fn unread(path: &SourcePath, why: &Unreadable, config: &Config) -> Essay {
    let mut essay = read(path, "", config, &Inputs::default(), &Painter::default());
    essay.held = Some(Held::Unread);
    if let Unreadable::NotUtf8 { before } = why {
        essay.named = named(path, before, 0, true, config);
    }
    essay.diagnostics = config.levels.weigh(vec![unreadable(path, why)]);
    essay
}

/// Adds the links that stand in front matter.
fn field_links(path: &SourcePath, meta: &Meta, config: &Config, links: &mut Vec<Link>) {
    let mut add = |field: &Arc<str>, target: Target, label: Option<&str>, typed: &str, span: Span| {
        let shown = label.map_or_else(|| wikilink::typed_text(typed), Cow::Borrowed);
        let said = format!("{field}: {shown}");
        let nth = links.iter().filter(|link| link.target.key == target.key).count();
        links.push(Link {
            kind: LinkKind::Field(field.clone()),
            span,
            place: None,
            text_end: span.end,
            title: Box::default(),
            typed: typed.into(),
            passage: Some(passage::cut(&said, field.len() + 2..said.len(), None).into()),
            anchor: Box::default(),
            nth: crate::base::span::offset(nth),
            is_raw: false,
            shows_title: label.is_none() && wikilink::shows_title(typed, config.links.wikilink_text),
            look: label.map(|label| Look { alt: label.into(), ..Look::default() }.into()),
            target: Arc::new(target),
        });
    };
    for link in meta.links.iter().filter(|_| config.markdown.wikilinks) {
        add(&link.field, wikilink::target(&link.target), link.label.as_deref(), link.target.trim(), link.span);
    }
    if let Some((image, span)) = &meta.image
        && wikilink::whole(image).is_none()
        && let Destination::Inside(target) = destination(&config.links.aliased(image), path.folder())
    {
        add(&"image".into(), target, None, image, *span);
    }
}

/// Where the body begins of a text that others may take in; `None` if it is held back. What lies outside the folder of the
/// essays need not ask for being published.
pub fn part(path: &SourcePath, text: &str, config: &Config, inputs: &Inputs) -> Option<usize> {
    let (front, body) = front_matter::read(path, text, config);
    let place = Place::of(path, config);
    let date = front.meta.date.or(place.day.map(|(day, _)| day)).or(place.alone);
    let held = held(path, &front.meta, date, config, inputs);
    let is_beyond = path.as_str().starts_with("../");
    held.is_none_or(|why| is_beyond && why == Held::Unasked).then_some(body)
}

#[cfg(test)]
mod tests {
    use super::{Essay, read};
    use crate::base::config::Config;
    use crate::base::inputs::Inputs;

    use crate::base::path::SourcePath;
    use crate::read::permalink::Role;
    use crate::read::syntax::code::Painter;

    fn essay(path: &str, text: &str) -> Essay {
        read(&SourcePath::new(path), text, &Config::default(), &Inputs::default(), &Painter::default())
    }

    #[test]
    fn titles_come_from_front_matter_heading_or_name() {
        assert_eq!(&*essay("a.md", "---\ntitle: One\n---\n# Two\n").title, "One");
        for (text, title) in [
            ("# Two *and* more\n\n# Three\n", "Two and more"),
            ("[![A sign](x.png)](https://example.org)\n\n<br>\n\n***\n\n# Two\n", "Two"),
            ("[[Link]]\n\n# Two\n", "Buy wisely"),
            // Neither a heading in the text nor one of a lower level names it.
            ("Text.\n\n# Two\n", "Buy wisely"),
            ("## Two\n\n# Three\n", "Buy wisely"),
            ("- # Two\n", "Buy wisely"),
            ("> # Two\n", "Buy wisely"),
        ] {
            assert_eq!(&*essay("Buy wisely.md", text).title, title, "{text}");
        }
        for (path, title) in [
            ("x/2026-11-03-a_name.md", "a name"),
            ("some-folder/index.md", "some folder"),
            ("Some-Folder/README.md", "Some-Folder"),
            ("Self-made things.md", "Self-made things"),
        ] {
            assert_eq!(&*essay(path, "Text.").title, title, "{path}");
        }
        let (typed, _) = Config::parse("[book]\nfile-titles = \"typed\"\n");
        for (path, title) in [("2026-11-03-a_name.md", "2026-11-03-a_name"), ("a-b.md", "a-b"), ("x-y/index.md", "x-y")]
        {
            assert_eq!(
                &*read(&SourcePath::new(path), "Text.", &typed, &Inputs::default(), &Painter::default()).title,
                title
            );
        }
    }

    #[test]
    fn addresses_and_roles_come_from_the_path() {
        let at = |path: &str| {
            let essay = essay(path, "");
            (essay.address.to_string(), essay.role)
        };
        assert_eq!(at("On Trust/The Mirror.md"), ("on-trust/the-mirror/".into(), Role::Essay));
        assert_eq!(at("2026-11-03-mirror.md"), ("2026-11-03-mirror/".into(), Role::Essay));
        assert_eq!(at("index.md"), (String::new(), Role::Home));
        assert_eq!(at("tags/index.md"), ("tags/".into(), Role::Tags));
        assert_eq!(at("tags/Trust.md"), ("tags/trust/".into(), Role::Tag("trust".into())));
        assert_eq!(at("tags/trust/deep.md"), ("tags/trust/deep/".into(), Role::Tag("trust/deep".into())));
        assert_eq!(&*essay("a.md", "---\nslug: B c\n---\n").address, "b-c/");
    }
}
