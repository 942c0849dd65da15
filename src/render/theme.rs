//! Themes: Tera templates and the files that go with them.
//!
//! A theme is a stack of layers, its own first, then what it extends. A template is looked for in
//! each in turn (file by file), and can extend the one it hides by its full name, as in
//! `{% extends "lantern/essay.html" %}` (block by block).
//!
//! Templates see what a page gives them and nothing else. A page is asked only for the variables
//! that its template names, so that what is not shown is not read either.

mod asset;
mod fault;
mod layer;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tera::{Context, Kwargs, Map, State, Tera, TeraResult, Value};

use crate::base::config::{Config, DEFAULT_THEME};
use crate::base::diagnostic::theme::{missing_template, unreadable_theme};
use crate::base::diagnostic::{Diagnostic, File};
use crate::gather::schema::{BOOK, VARIABLES};
use crate::gather::value;
use crate::read::html::printable;

pub use crate::base::own_file::STATIC;
pub use layer::{Layer, Manifest, built_in_names};

/// The templates that the pages of a site are made with.
pub const TEMPLATES: [&str; 6] = ["404.html", "archive.html", "essay.html", "home.html", "tag.html", "tags.html"];

/// Those of pages that are not an essay's.
const OTHERS: [&str; 9] = [
    "404.html",
    "archive.html",
    "home.html",
    "map.html",
    "path.html",
    "paths.html",
    "search.html",
    "tag.html",
    "tags.html",
];

/// A theme, ready to make pages.
pub struct Theme {
    tera: Tera,
    /// The variables that each template names, in order.
    wants: HashMap<String, Vec<String>>,
    /// The templates that are parts of others.
    parts: BTreeSet<String>,
    assets: asset::Assets,
    /// Whether any of its layers shows previews.
    previews: bool,
    /// The fields of essays that its templates name.
    fields: BTreeSet<String>,
    layers: Vec<Layer>,
}

impl Theme {
    /// Puts layers together, the nearest first.
    ///
    /// # Errors
    /// Templates that do not parse, or that the site cannot do without and no layer has.
    pub fn new(layers: Vec<Layer>, config: &Config) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html", ".xml"]);
        tera.register_filter("date", date);
        tera.register_filter("group_by", group_by);
        tera.register_filter("css_text", css_text);
        let assets = asset::assets(&layers, config.output.html.hash_files);
        tera.register_function("asset", asset::function(&assets.names));
        tera.global_context().insert_value("book", book(config));
        let prefixes = layers.iter().map(|layer| format!("{}/", layer.name));
        let (mut templates, mut nearest_names) = (Vec::new(), BTreeSet::new());
        let mut errors = Vec::new();
        for layer in &layers {
            for (path, bytes) in &layer.files {
                if let Some(name) = path.strip_prefix("templates/") {
                    if let Ok(text) = std::str::from_utf8(bytes) {
                        templates.push((format!("{}/{name}", layer.name), text));
                        // The nearest by its bare name too: Tera would look through the layers for each part of each page.
                        // A component can be defined only once.
                        if nearest_names.insert(name) && !text.contains(" component ") {
                            templates.push((name.to_owned(), text));
                        }
                    } else {
                        let file = File::Theme(layer.name.as_str().into(), path.as_str().into());
                        errors.push(unreadable_theme(file, None, "this template is not UTF-8 text"));
                    }
                }
            }
        }
        let loaded = tera.set_fallback_prefixes(prefixes).and_then(|()| tera.add_raw_templates(templates));
        if let Err(error) = loaded {
            errors.push(fault::unloadable(&error, &layers));
            return Err(errors);
        }
        let mut wants = HashMap::new();
        for layer in &layers {
            for name in layer.files.keys().filter_map(|path| path.strip_prefix("templates/")) {
                if let Ok(names) = tera.get_template_variables(name) {
                    let mut names: Vec<_> = names.into_iter().map(str::to_owned).collect();
                    names.sort_unstable();
                    wants.insert(name.to_owned(), names);
                }
            }
        }
        let nearest = layers.first().map_or("", |layer| &layer.name);
        errors.extend(
            TEMPLATES.iter().filter(|name| !wants.contains_key(**name)).map(|name| missing_template(nearest, name)),
        );
        let previews = layers.iter().any(|layer| layer.manifest().0.previews);
        let parts = parts(&layers);
        let fields = fields(&layers);
        if errors.is_empty() { Ok(Self { tera, wants, parts, assets, previews, fields, layers }) } else { Err(errors) }
    }

    /// The theme of a book whose own cannot be used.
    ///
    /// # Panics
    /// Never: that this theme is sound is tested.
    pub fn built_in(config: &Config) -> Self {
        let layers = Layer::built_in(DEFAULT_THEME).into_iter().collect();
        Self::new(layers, config).unwrap_or_else(|errors| unreachable!("{errors:?}"))
    }

    /// Makes a page with `template`. `give` is asked for each variable that the template names, `page` for what the page
    /// is called in an error.
    ///
    /// # Errors
    /// The template's, with its place and the page.
    pub fn render(
        &self,
        template: &str,
        page: impl FnOnce() -> String,
        give: impl Fn(&str) -> Option<Value>,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut context = Context::new();
        for name in self.wants.get(template).into_iter().flatten() {
            if let Some(value) = give(name) {
                context.insert_value(name.clone(), value);
            }
        }
        let mut bytes = Vec::with_capacity(16 * 1024);
        match self.tera.render_to(template, &context, &mut bytes) {
            // What templates made of texts is text.
            Ok(()) => Ok(match str::from_utf8(&bytes).map(printable) {
                Ok(Cow::Owned(cleaned)) => cleaned.into_bytes(),
                _ => bytes,
            }),
            Err(error) => {
                let given = || {
                    VARIABLES.iter().map(|variable| variable.0).filter(|name| *name == "book" || give(name).is_some())
                };
                Err(Box::new(fault::failed(&error, &self.layers, &page(), given)))
            }
        }
    }

    /// Whether `template` names a variable.
    pub fn names(&self, template: &str, variable: &str) -> bool {
        self.wants.get(template).is_some_and(|names| names.iter().any(|name| name == variable))
    }

    /// Whether the theme has `template`.
    pub fn has(&self, template: &str) -> bool {
        self.wants.contains_key(template)
    }

    /// Whether an essay may ask for `template`: the theme has it, and it is neither that of another kind of page
    /// nor a part of others.
    pub fn is_for_essays(&self, template: &str) -> bool {
        let part = self.parts.contains(template) && template != "essay.html";
        self.has(template) && !OTHERS.contains(&template) && !part
    }

    /// Whether a template names a field of an essay that has no meaning of its own.
    pub fn reads_field(&self, field: &str) -> bool {
        self.fields.contains(field)
    }

    /// Whether its script shows previews of links.
    pub fn shows_previews(&self) -> bool {
        self.previews
    }

    /// The names of its templates.
    pub fn templates(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().flat_map(|layer| layer.files.keys()).filter_map(|path| path.strip_prefix("templates/"))
    }

    /// The files that are copied as they are, by their path below `theme/`.
    pub fn statics(&self) -> &BTreeMap<String, Arc<[u8]>> {
        &self.assets.files
    }

    /// The folders that it is made from.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.layers.iter().filter_map(|layer| layer.folder.as_deref())
    }

    /// Where a file of one of its layers lies, unless it comes with crosslight.
    pub fn file(&self, layer: &str, path: &str) -> Option<PathBuf> {
        let layer = self.layers.iter().find(|found| found.name == layer)?;
        Some(layer.folder.as_ref()?.join(path))
    }

    /// The same theme for a book with other settings.
    ///
    /// # Errors
    /// As [`Theme::new`] has them.
    pub fn with(&self, config: &Config) -> Result<Self, Vec<Diagnostic>> {
        Self::new(self.layers.clone(), config)
    }

    /// Whether a file that `other` has is not here, or empty: in the middle of being saved, perhaps.
    pub fn lacks_files_of(&self, other: &Self) -> bool {
        let file = |theme: &Self, name: &str, path: &str| {
            let layer = theme.layers.iter().find(|layer| layer.name == name)?;
            layer.files.get(path).filter(|bytes| !bytes.is_empty()).cloned()
        };
        other.layers.iter().any(|layer| {
            let mut paths = layer.files.iter().filter(|(_, bytes)| !bytes.is_empty()).map(|(path, _)| path);
            paths.any(|path| file(self, &layer.name, path).is_none())
        })
    }

    /// Feeds all that the theme is to a hash.
    pub fn identify(&self, state: &mut impl Hasher) {
        let layers = self.layers.iter().map(|Layer { name, files, folder: _ }| (name, files));
        layers.for_each(|layer| layer.hash(state));
    }

    /// Whether `other` makes the same pages: all but what its static files hold is the same.
    pub fn has_same_templates(&self, other: &Self) -> bool {
        let templates = |theme: &Self| {
            let files = |layer: &Layer| {
                let files = layer.files.iter().filter(|(path, _)| !path.starts_with("static/"));
                (layer.name.clone(), files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect::<Vec<_>>())
            };
            theme.layers.iter().map(files).collect::<Vec<_>>()
        };
        // With a hash in it, a name that pages show follows from what a file holds.
        let names = |theme: &Self| theme.assets.names.values().cloned().collect::<Vec<_>>();
        templates(self) == templates(other) && names(self) == names(other)
    }

    /// The text of a file of the theme, for showing a fault in it.
    pub fn source(&self, layer: &str, path: &str) -> Option<&str> {
        let layer = self.layers.iter().find(|found| found.name == layer)?;
        std::str::from_utf8(layer.files.get(path)?).ok()
    }
}

/// The templates that others include, and those that pages of other kinds than essays build on.
fn parts(layers: &[Layer]) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    for (path, bytes) in layers.iter().flat_map(|layer| &layer.files) {
        let (Some(name), Ok(text)) = (path.strip_prefix("templates/"), std::str::from_utf8(bytes)) else { continue };
        for call in text.split("{%").skip(1).map(|call| call.trim_start_matches(['-', ' ', '\n', '\t'])) {
            let builds_on = || call.strip_prefix("extends").filter(|_| OTHERS.contains(&name));
            let called = call.strip_prefix("include").or_else(builds_on);
            if let Some(part) = called.and_then(|part| part.trim_start().strip_prefix('"')?.split('"').next()) {
                // By its full name, `lantern/base.html`.
                let within = layers.iter().find_map(|layer| part.strip_prefix(&layer.name)?.strip_prefix('/'));
                parts.insert(within.unwrap_or(part).to_owned());
            }
        }
    }
    parts
}

/// The fields that templates name: `essay.extra.mood`, `essay.extra["mood"]`.
fn fields(layers: &[Layer]) -> BTreeSet<String> {
    let files = layers.iter().flat_map(|layer| &layer.files).filter(|(path, _)| path.starts_with("templates/"));
    let texts = files.filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok());
    let named = texts.flat_map(|text| {
        text.match_indices("extra").filter(|(at, _)| !text[..*at].ends_with("book.")).filter_map(|(at, word)| {
            let rest = &text[at + word.len()..];
            let name = rest.strip_prefix('.').or_else(|| rest.strip_prefix('[')?.strip_prefix(['"', '\'']))?;
            let end = name.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(name.len());
            Some(name[..end].to_owned())
        })
    });
    named.collect()
}

/// The variable `book`.
fn book(config: &Config) -> Value {
    let book = &config.book;
    BOOK.map([
        ("title", value::text(&book.title)),
        ("description", value::text(&book.description)),
        ("authors", value::texts(book.authors.iter().map(String::as_str))),
        ("language", value::text(&book.language)),
        ("base_url", value::optional(config.base_url().as_deref())),
        ("tags_label", value::text(&config.tags.label)),
        ("paths_label", value::text(&config.paths.label)),
        ("extra", Value::try_from_serializable(&config.extra).unwrap_or_else(|_| Value::none())),
    ])
}

/// `{{ essay.date | date(format="%-d %B %Y") }}`, by the directives of `strftime`.
#[expect(clippy::needless_pass_by_value, reason = "the form of a Tera filter")]
fn date(day: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let format = kwargs.get::<&str>("format")?.unwrap_or("%-d %B %Y");
    let day: jiff::civil::Date =
        day.parse().map_err(|_| tera::Error::message(format!("`{day}` is not a day as in 2026-11-03")))?;
    jiff::fmt::strtime::format(format, day).map_err(tera::Error::message)
}

/// A text as it stands between quotation marks in CSS within HTML, where a `<` could end the style and no entity is read.
fn css_text(text: &str, _: Kwargs, _: &State<'_>) -> Value {
    let mut css = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => css.push_str("\\\\"),
            '"' => css.push_str("\\22 "),
            '<' => css.push_str("\\3c "),
            '&' => css.push_str("\\26 "),
            '\n' => css.push(' '),
            c => css.push(c),
        }
    }
    Value::safe_string(&css)
}

/// Tera's `group_by`, with the groups in the order in which they first appear. Tera's own gives
/// them in an order that changes from run to run.
#[expect(clippy::needless_pass_by_value, reason = "the form of a Tera filter")]
fn group_by(items: &[Value], kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let attribute = kwargs.must_get::<&str>("attribute")?;
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for item in items {
        let Some(key) = item.get_from_path(attribute).filter(|key| !key.is_none() && !key.is_undefined()) else {
            continue;
        };
        let key = key.to_string();
        let place = *places.entry(key.clone()).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(item.clone());
    }
    Ok(Value::from(groups.into_iter().map(|(key, items)| (key.into(), Value::from(items))).collect::<Map>()))
}
