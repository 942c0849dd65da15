//! `crosslight theme`: the themes there are, and one of your own.
//!
//! Writes into `themes/` only, and never over a file. `book.toml` is its owner's.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand};
use serde_json::json;

use super::book::sound;
use super::findings::{Manner, tell};
use super::outcome::{Done, say, say_json};
use crate::base::config::DEFAULT_THEME;
use crate::base::diagnostic::Diagnostic;
use crate::base::nearest::nearest;
use crate::base::slug;
use crate::edge::book::{Book, read};
use crate::edge::file::relative;
use crate::edge::report::Sources;
use crate::render::theme::Layer;

/// List themes, start one, or copy a file of the one in use
#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the themes that the book can use
    List {
        /// The folder of the book [default: the nearest one with a book.toml]
        dir: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Start a theme that builds on the one the book uses
    New {
        /// The name of the new theme
        name: String,
        /// The folder of the book [default: the nearest one with a book.toml]
        dir: Option<PathBuf>,
    },
    /// Copy a file of the parent theme into the book's own theme, so that you can change it
    Eject {
        /// The file, as in `templates/essay.html`, `essay.html` or `lantern.css`
        file: String,
        /// The folder of the book [default: the nearest one with a book.toml]
        dir: Option<PathBuf>,
        /// Take it from this theme instead
        #[arg(long, value_name = "THEME")]
        from: Option<String>,
    },
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let (Command::List { dir, .. } | Command::New { dir, .. } | Command::Eject { dir, .. }) = &arguments.command;
    let Some(book) = sound(dir.as_deref())? else { return Ok(Done::Faulty) };
    match &arguments.command {
        Command::List { json, .. } => list(&book, *json),
        Command::New { name, .. } => new(&book, name),
        Command::Eject { file, from, .. } => eject(&book, file, from.as_deref()),
    }
}

fn list(book: &Book, as_json: bool) -> Result<Done> {
    let (used, _) = book.config.theme();
    let mut names = read::known_themes(&book.root);
    if !names.iter().any(|name| name == used) {
        names.push(used.to_owned());
    }
    let mut shown = Vec::new();
    for name in &names {
        // The one that the book names may be missing: building says that best.
        let Ok(Some(layer)) = read::layer(book, name) else { continue };
        let (manifest, errors) = layer.manifest();
        let place = layer.folder.as_deref().map(|folder| relative(&book.root, folder));
        let description = if errors.is_empty() { manifest.description } else { "its theme.toml cannot be read".into() };
        shown.push((name, place, name == used, manifest.extends, description));
    }
    if as_json {
        let theme = |(name, place, used, extends, description): &_| json!({"name": name, "folder": place, "used": used, "extends": extends, "description": description});
        say_json(&shown.iter().map(theme).collect::<Vec<_>>())?;
        return Ok(Done::Well);
    }
    let about = |place: &Option<String>, used: bool, extends: &Option<String>| {
        let place = place.as_deref().unwrap_or("built in");
        let extends = extends.as_ref().map(|behind| format!(", on {behind}")).unwrap_or_default();
        format!("{place}{extends}{}", if used { ", used" } else { "" })
    };
    let rows: Vec<_> =
        shown.iter().map(|(name, place, used, extends, says)| (name, about(place, *used, extends), says)).collect();
    let width = |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| text.chars().count()).max().unwrap_or(0);
    let (first, second) =
        (width(&mut rows.iter().map(|row| row.0.as_str())), width(&mut rows.iter().map(|row| row.1.as_str())));
    for (name, about, says) in rows {
        say(format!("{name:<first$}  {about:<second$}  {says}").trim_end());
    }
    Ok(Done::Well)
}

fn new(book: &Book, name: &str) -> Result<Done> {
    if slug::segment(name).as_deref() != Some(name) {
        match slug::segment(name) {
            Some(near) => bail!("`{name}` cannot be the name of a theme\ndid you mean `{near}`?"),
            None => bail!("`{name}` cannot be the name of a theme\nuse small letters, digits and hyphens"),
        }
    }
    if read::known_themes(&book.root).iter().any(|known| known == name) {
        bail!("there is already a theme `{name}`\nsee all of them with `crosslight theme list`");
    }
    let Some(layers) = sound_layers(book, None) else { return Ok(Done::Faulty) };
    let (used, place) = book.config.theme();
    let folder = book.root.join("themes").join(name);
    let behind = toml::Value::from(used);
    let mut made = vec![("theme.toml".to_owned(), format!("description = \"\"\nextends = {behind}\n"), String::new())];
    if let Some((theme, template, block)) = a_block(&layers) {
        let text = format!(
            "{{% extends \"{theme}/{template}\" %}}\n\n\
             {{#- Only blocks are written here: the rest is that of `{theme}/{template}`. What a block holds there comes\n     \
             with super(); leave that out, and the block is replaced. -#}}\n\n\
             {{% block {block} %}}\n{{{{ super() }}}}\n<p>Set in {name}.</p>\n{{% endblock {block} %}}\n"
        );
        made.push((format!("templates/{template}"), text, format!("  adds to the block `{block}`")));
    }
    for (path, text, _) in &made {
        write(&folder.join(path), text.as_bytes())?;
    }
    say(&format!("made `themes/{name}`, which builds on `{used}`:"));
    for (path, _, what) in &made {
        say(&format!("  themes/{name}/{path}{what}"));
    }
    let line = match place {
        Some(span) => {
            let above = book.settings.get(..span.range().start).unwrap_or_default();
            format!("to use it, write in line {} of book.toml:", above.matches('\n').count() + 1)
        }
        None if book.settings.lines().any(|line| line.trim() == "[output.html]") => {
            "to use it, write into book.toml, below `[output.html]`:".to_owned()
        }
        None => "to use it, write into book.toml, below a line `[output.html]`:".to_owned(),
    };
    say(&line);
    say(&format!("  theme = \"{name}\""));
    Ok(Done::Well)
}

/// A block of a template that can be shown as an example: the theme, the template, the block.
fn a_block(layers: &[Layer]) -> Option<(&str, &str, String)> {
    let templates = layers.iter().flat_map(|layer| {
        let named = layer.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("templates/")?, bytes)));
        named.filter_map(|(name, bytes)| Some((&*layer.name, name, std::str::from_utf8(bytes).ok()?)))
    });
    let mut blocks: Vec<_> = templates
        .flat_map(|(theme, name, text)| {
            let names = text.split("{% block ").skip(1).filter_map(|rest| rest.split_whitespace().next());
            names.map(move |block| (theme, name, block.to_owned()))
        })
        .collect();
    blocks.sort_by_key(|(_, template, block)| (*template != "base.html", block != "footer"));
    blocks.into_iter().next()
}

fn eject(book: &Book, asked: &str, from: Option<&str>) -> Result<Done> {
    let Some(layers) = sound_layers(book, None) else { return Ok(Done::Faulty) };
    let (used, _) = book.config.theme();
    let Some(own) = layers.first().and_then(|layer| layer.folder.as_deref()) else {
        bail!("{}", no_own_theme(book, used));
    };
    let sources = match from {
        Some(name) => match sound_layers(book, Some(name)) {
            Some(layers) => layers,
            None => return Ok(Done::Faulty),
        },
        None => layers[1..].to_vec(),
    };
    let path =
        ejectable(asked, &sources).or_else(|| ejectable(asked, &layers)).ok_or_else(|| unknown(asked, &sources))?;
    let target = own.join(&path);
    let shown = relative(&book.root, &target);
    if target.exists() {
        bail!("`{shown}` already exists, and is not overwritten");
    }
    let Some(source) = sources.iter().find(|layer| layer.files.contains_key(&path)) else {
        return Err(unknown(asked, &sources));
    };
    write(&target, &source.files[&path])?;
    say(&format!("copied `{path}` of `{}` to `{shown}`", source.name));
    say("it is yours now: later versions of that theme do not change it");
    Ok(Done::Well)
}

/// What is said where the book has no theme of its own that a file could be copied to.
fn no_own_theme(book: &Book, used: &str) -> String {
    let says =
        format!("the book uses `{used}` as it comes with crosslight, and has no theme of its own to copy the file to");
    let own = read::known_themes(&book.root).into_iter().find(|name| {
        let layer = read::layer(book, name).ok().flatten();
        layer.is_some_and(|layer| layer.folder.is_some() && layer.manifest().0.extends.as_deref() == Some(used))
    });
    match own {
        Some(own) => {
            format!("{says}\n`{own}` builds on it: write `theme = \"{own}\"` below `[output.html]` in book.toml first")
        }
        None => format!("{says}\nmake one that builds on it with `crosslight theme new NAME`, then try again"),
    }
}

/// The file of a theme that `asked` means: `essay.html` is `templates/essay.html`.
fn ejectable(asked: &str, layers: &[Layer]) -> Option<String> {
    let asked = asked.trim_start_matches("./").replace('\\', "/");
    let address = asked.strip_prefix("theme/").map(|path| format!("static/{path}"));
    let readings = [Some(asked.clone()), Some(format!("templates/{asked}")), Some(format!("static/{asked}")), address];
    let has = |path: &String| layers.iter().any(|layer| layer.files.contains_key(path));
    let copied = |path: &String| path.starts_with("templates/") || path.starts_with("static/");
    readings.into_iter().flatten().filter(copied).find(has)
}

fn unknown(asked: &str, layers: &[Layer]) -> anyhow::Error {
    let short = |path: &str| path.strip_prefix("templates/").or(path.strip_prefix("static/")).map(str::to_owned);
    let names: BTreeSet<String> =
        layers.iter().flat_map(|layer| layer.files.keys()).filter_map(|path| short(path)).collect();
    let theme = layers.first().map_or(DEFAULT_THEME, |layer| &layer.name);
    let sought = short(asked);
    let help = match nearest(sought.as_deref().unwrap_or(asked), names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("there are {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
        }
    };
    anyhow!("the theme `{theme}` has no file `{asked}`\n{help}")
}

/// The folders of the theme `name`, or of the one that the book uses; what is wrong is printed.
fn sound_layers(book: &Book, name: Option<&str>) -> Option<Vec<Layer>> {
    let print = |errors: Vec<Diagnostic>| tell(&errors, &Sources { book, theme: None }, &Manner::default());
    read::layers(book, name).map_err(print).ok()
}

/// Writes a file that is not there yet.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    }
    let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(bytes));
    written.with_context(|| format!("cannot write `{}`", path.display()))
}
