//! What else a link may mean that leads nowhere as it is written: the same place by another path.

use crate::base::path::{SourcePath, joined, joined_anywhere, last_part, without_markdown_ending, without_page_ending};
use crate::gather::reader::Reader;
use crate::read::syntax::link::{Manner, Target};
use crate::read::syntax::media;

/// What `target` may mean as well, in an essay at `from`, the nearest first.
pub fn otherwise(reader: &Reader<'_>, from: &SourcePath, target: &Target) -> Vec<Target> {
    let below_base = below_base(target, &reader.bearings().base_path);
    let own = [Some(target), below_base.as_ref()].into_iter().flatten();
    let untranslated: Vec<Target> = own.flat_map(|target| untranslated(reader, from, target)).collect();
    let mounted: Vec<Target> =
        std::iter::once(target).chain(&untranslated).flat_map(|target| below_mount(reader, from, target)).collect();
    let others = [
        of_folder(target),
        below_base,
        of_post(target),
        in_bundle(reader, from, target),
        clamped(reader, from, target),
        turned(reader, target),
        page_file(target),
    ];
    let others = others.into_iter().flatten();
    let others = in_languages(reader, from, target).into_iter().chain(others);
    others.chain(untranslated).chain(mounted).collect()
}

/// The same target with another path.
fn at(path: &str, target: &Target) -> Target {
    Target::new(path, target.fragment.as_deref(), target.manner)
}

/// What a target means that begins with the path of the site on its host.
fn below_base(target: &Target, base: &str) -> Option<Target> {
    let path = target.path.strip_prefix(base).filter(|path| base.len() > 1 && !path.is_empty())?;
    Some(at(&format!("/{path}"), target))
}

/// What a path from the root of the site means in a folder with an address of its own: `/assets/bed.png` is
/// `vault/assets/bed.png` in a note of `vault`, whose address is that of the site. A tool whose links are paths reads one
/// from that folder as well: `guides/fog.md` is `docs/guides/fog.md` in any text of `docs`.
fn below_mount(reader: &Reader<'_>, from: &SourcePath, target: &Target) -> Vec<Target> {
    let by_path = reader.bearings().by_path && !target.path.starts_with('.') && target.manner == Manner::Path;
    let from_root = target.path.strip_prefix('/');
    let Some(path) = from_root.or_else(|| by_path.then_some(&*target.path)) else { return Vec::new() };
    let around = reader.bearings().mounts.iter().filter(|(of, _)| below(from.as_str(), of).is_some());
    let Some((of, address)) = around.max_by_key(|(of, _)| of.len()) else { return Vec::new() };
    let by_file = by_path && without_markdown_ending(path).len() < path.len();
    let places = [below(path, address), by_file.then_some(path)];
    places.into_iter().flatten().map(|path| at(&format!("/{of}/{path}"), target)).collect()
}

/// The file that many servers show for an address without an ending: `bed` is `bed.html`.
fn page_file(target: &Target) -> Option<Target> {
    let is_page = target.manner == Manner::Path && !target.is_folder && !last_part(&target.path).contains('.');
    is_page.then(|| at(&format!("{}.html", target.path), target))
}

/// What a target means that names the index file of a folder, whatever that file is called:
/// `x/index.md` where the folder has a `README.md`.
fn of_folder(target: &Target) -> Option<Target> {
    let path = SourcePath::new(&format!("{}.md", without_markdown_ending(&target.path)));
    let folder = path.folder();
    let named = path.is_index() && !folder.trim_matches(['.', '/']).is_empty();
    named.then(|| at(&format!("{folder}/"), target))
}

/// What a target means that names a post by its folder among the posts: Jekyll reads `sub/_posts/x`, and else
/// `_posts/sub/x`; without a folder, whichever post is called so.
fn of_post(target: &Target) -> Option<Target> {
    let (above, post) = target.path.split_once("_posts/").filter(|(_, post)| !post.contains('/'))?;
    let path = match above.trim_matches('/') {
        "" if target.path.starts_with('/') => return None,
        "" => post.to_owned(),
        above => format!("/_posts/{above}/{post}"),
    };
    // It is called so, wherever it lies.
    Some(Target { manner: Manner::Wiki, ..at(&path, target) })
}

/// The file beside a text that a path from the root names where nothing else stands: themes of Hugo look pictures up among
/// the resources of the page, where a slash at the front means nothing (<https://gohugo.io/methods/page/resources/>).
fn in_bundle(reader: &Reader<'_>, from: &SourcePath, target: &Target) -> Option<Target> {
    let path = target.path.strip_prefix('/').filter(|path| media::is_media(path))?;
    let is_bundle = reader.bearings().bundles && from.is_index() && !from.folder().is_empty();
    is_bundle.then(|| at(&format!("/{}/{path}", from.folder()), target))
}

/// The same file for a language: `hall.fr.png` for `hall.png`, for that of the essay first.
fn in_languages(reader: &Reader<'_>, from: &SourcePath, target: &Target) -> Vec<Target> {
    let tongues = &reader.bearings().languages;
    let Some((stem, ending)) = target.path.rsplit_once('.').filter(|(_, ending)| !ending.contains('/')) else {
        return Vec::new();
    };
    if tongues.is_empty() || without_markdown_ending(&target.path).len() < target.path.len() {
        return Vec::new();
    }
    let own = reader.card(from).map_or(0, |card| usize::from(card.language));
    let mut codes: Vec<_> = tongues.iter().enumerate().collect();
    codes.sort_by_key(|(at, tongue)| (at + 1 != own, !tongue.is_own));
    codes.into_iter().map(|(_, tongue)| at(&format!("{stem}.{}.{ending}", tongue.code), target)).collect()
}

/// What a path with backslashes means in a book whose links are addresses: browsers turn them.
fn turned(reader: &Reader<'_>, target: &Target) -> Option<Target> {
    let is_path = target.manner == Manner::Path && reader.bearings().by_path && target.path.contains('\\');
    is_path.then(|| at(&target.path.replace('\\', "/"), target))
}

/// What a path means that climbs above the root of a host, from the address of its page: browsers stay there.
fn clamped(reader: &Reader<'_>, from: &SourcePath, target: &Target) -> Option<Target> {
    let name = last_part(&target.path);
    let is_file = name.contains('.') && without_page_ending(without_markdown_ending(name)).len() == name.len();
    let is_whole = matches!(&*reader.bearings().base_path, "/" | "");
    if !is_file || !is_whole || !target.path.starts_with("../") || target.manner != Manner::Path {
        return None;
    }
    let path = joined_anywhere(&reader.card(from)?.address, &target.path);
    let rest = path.trim_start_matches("../");
    (rest.len() < path.len()).then(|| at(&format!("/{rest}"), target))
}

/// What a target means among the texts of the book's own language that names a place in another one, which shows the
/// page of that language if it has none: `/de/doors/` is `/doors/`.
fn untranslated(reader: &Reader<'_>, from: &SourcePath, target: &Target) -> Vec<Target> {
    let tongues = &reader.bearings().languages;
    if target.manner == Manner::Wiki || !tongues.iter().any(|tongue| tongue.falls_back) {
        return Vec::new();
    }
    let own = tongues.iter().find(|tongue| tongue.is_own).map_or(("", ""), |own| (&*own.folder, &*own.path));
    let typed = without_markdown_ending(&target.path);
    let card = || reader.card(from).map(|card| &*card.address);
    // A path goes from the folder of the essay, and an address from that of its page.
    let places: Vec<String> = match typed.strip_prefix('/') {
        Some(path) => vec![path.to_owned()],
        None => [Some(from.folder()), card()].into_iter().flatten().filter_map(|at| joined(at, typed)).collect(),
    };
    let mut found = Vec::new();
    for tongue in tongues.iter().filter(|tongue| tongue.falls_back) {
        for place in &places {
            let inside = |front: &str| below(place, front).filter(|_| !front.is_empty()).map(str::to_owned);
            let fronts = [(&*tongue.folder, own.0), (&*tongue.path, own.1)];
            let meant = fronts.into_iter().filter_map(|(front, own)| Some((own, inside(front)?)));
            found.extend(meant.map(|(own, rest)| {
                let rest = if rest.is_empty() { "index" } else { &rest };
                at(&if own.is_empty() { format!("/{rest}") } else { format!("/{own}/{rest}") }, target)
            }));
        }
    }
    found
}

/// What of a path lies below `folder`.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(folder)?;
    if folder.is_empty() || rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}
