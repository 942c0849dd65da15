//! The ways in which programs save a file, by their very system calls. Whoever looks at the page
//! meanwhile sees the old text or the new one, and each save counts as one.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::server::{Answer, Book, Server};

/// How often each way is gone.
const SAVES: u32 = 20;

/// A save that took longer was interrupted by the machine: nobody can know then that more was to
/// come, and it is done again.
const CALM: Duration = Duration::from_millis(100);

/// The page of the file that is saved.
const PAGE: &str = "/x/";

/// How often its text says which save it is of.
const LINES: usize = 200;

/// The folder of a file that is saved again and again.
struct Desk {
    folder: PathBuf,
    /// The file.
    path: PathBuf,
    /// How many saves there have been: for names that are never the same.
    round: u32,
}

impl Desk {
    fn beside(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A new file beside it with this text.
    fn write_beside(&self, name: &str, text: &str) -> (PathBuf, File) {
        let path = self.beside(name);
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        (path, file)
    }
}

/// The text of a save. All have the same length.
fn text_of(number: u32) -> String {
    let lines = (0..LINES).map(|line| format!("Save {number:05} says it in line {line}.\n\n"));
    format!("# The heading\n\n{}", lines.collect::<String>())
}

/// Which save a page is of; or what is wrong with it.
fn number_in(answer: &Answer) -> Result<u32, String> {
    let text = answer.text();
    if answer.status != 200 || !text.contains("The heading</h1>") || !text.trim_end().ends_with("</html>") {
        return Err(format!("{} with {text}", answer.status));
    }
    let (_, content) = text.split_once("class=\"e-content\"").ok_or("no text")?;
    let numbers: Vec<&str> = content.split("Save ").skip(1).map(|rest| &rest[..5]).collect();
    match numbers.first() {
        Some(first) if numbers.len() == LINES && numbers.iter().all(|number| number == first) => {
            first.parse().map_err(|_| format!("save {first}"))
        }
        _ => Err(format!("a text of {} lines from {:?} to {:?}", numbers.len(), numbers.first(), numbers.last())),
    }
}

/// What a reader sees who loads the page again and again.
#[derive(Default)]
struct Watch {
    /// The save that is written, or was last.
    latest: AtomicU32,
    done: AtomicBool,
    faults: Mutex<Vec<String>>,
}

impl Watch {
    fn look(&self, server: &Server) {
        let mut connection = None;
        let mut last = 0;
        while !self.done.load(Ordering::SeqCst) {
            let before = self.latest.load(Ordering::SeqCst);
            let mut kept = connection.take().unwrap_or_else(|| server.connect().unwrap());
            // A connection may be closed between two requests.
            let Ok(answer) = kept.ask("GET", PAGE, &[]) else { continue };
            connection = Some(kept);
            let after = self.latest.load(Ordering::SeqCst);
            match number_in(&answer) {
                Ok(number) if number + 1 >= before && number <= after && number >= last => last = number,
                Ok(number) => {
                    let fault = format!("save {number} after {last}, while {before} to {after} were made");
                    self.faults.lock().unwrap().push(fault);
                }
                Err(fault) => self.faults.lock().unwrap().push(fault),
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn take_faults(&self) -> Vec<String> {
        std::mem::take(&mut self.faults.lock().unwrap())
    }
}

/// Ends the look of a reader, also when a test fails.
struct Ending<'a>(&'a Watch);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.done.store(true, Ordering::SeqCst);
    }
}

#[track_caller]
fn saves_well(save: impl Fn(&Desk, &str)) {
    let book = Book::new("== content/index.md\nBegin with [[x]].\n");
    book.write_bytes("content/x.md", text_of(0).as_bytes());
    let server = Server::start(&book, &[]);
    let path = book.path("content/x.md");
    let mut desk = Desk { folder: book.path("content"), path, round: 0 };
    let watch = Watch::default();
    thread::scope(|scope| {
        let _ending = Ending(&watch);
        scope.spawn(|| watch.look(&server));
        let mut timed = |number: u32| {
            desk.round += 1;
            watch.latest.store(number, Ordering::SeqCst);
            let start = Instant::now();
            save(&desk, &text_of(number));
            start.elapsed() < CALM
        };
        let start = server.status().revision;
        let (mut calm, mut hurried, mut number) = (0, 0, 0);
        while calm < SAVES && hurried < 2 * SAVES {
            number += 1;
            let was_calm = timed(number);
            server.wait_for(&format!("save {number}"), |server| number_in(&server.get(PAGE)) == Ok(number));
            thread::sleep(Duration::from_millis(20));
            let faults = watch.take_faults();
            if was_calm {
                calm += 1;
                assert!(faults.is_empty(), "in save {number}: {}", faults.join("\n"));
                let rise = server.status().revision - start;
                assert!(rise <= u64::from(2 * calm + 6 * hurried), "{rise} revisions of {number} saves");
            } else {
                hurried += 1;
            }
        }
        if hurried > 0 {
            println!("{hurried} saves were interrupted");
        }

        // The first save of the same text may still change the copy that some programs keep of the
        // text before.
        timed(number);
        let mut marks = 0;
        let mut mark = || {
            marks += 1;
            book.write(&format!("== mark.md\nMark {marks}.\n"));
            book.rename("mark.md", "content/mark.md");
            // Whatever was saved before has been looked at when this is there.
            server.wait_to_show("/mark/", &format!("Mark {marks}."));
            server.settled();
            server.status().revision
        };
        for _ in 0..5 {
            let before = mark();
            let was_calm = (0..5).fold(true, |was_calm, _| {
                thread::sleep(Duration::from_millis(60));
                timed(number) && was_calm
            });
            thread::sleep(Duration::from_millis(300));
            server.settled();
            let between = server.status().revision;
            let after = mark();
            let faults = watch.take_faults();
            if was_calm {
                assert!(faults.is_empty(), "while the same is saved: {}", faults.join("\n"));
                assert_eq!((between, after), (before, before + 1), "the same text is not a change");
                break;
            }
        }
        let status = server.status();
        assert_eq!((status.errors, status.warnings), (0, 0), "nothing is wrong with the book");
    });
}

#[test]
fn nano_and_vs_code_write_in_place() {
    saves_well(|desk, text| fs::write(&desk.path, text).unwrap());
}

#[test]
fn a_slow_program_writes_in_place_bit_by_bit() {
    saves_well(|desk, text| {
        let mut file = OpenOptions::new().write(true).truncate(true).open(&desk.path).unwrap();
        for part in text.as_bytes().chunks(text.len().div_ceil(5)) {
            thread::sleep(Duration::from_millis(3));
            file.write_all(part).unwrap();
        }
        thread::sleep(Duration::from_millis(3));
    });
}

#[test]
fn some_open_the_file_once_to_empty_it_and_once_to_write() {
    saves_well(|desk, text| {
        drop(File::create(&desk.path).unwrap());
        let mut file = OpenOptions::new().write(true).open(&desk.path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    });
}

#[test]
fn vim_moves_the_old_file_away() {
    saves_well(|desk, text| {
        let (swap, mut swapped) = desk.write_beside(".x.md.swp", "b0VIM 9.0");
        // It tries whether a file can be made here.
        let (tried, file) = desk.write_beside("4913", "");
        file.set_permissions(Permissions::from_mode(0o644)).unwrap();
        drop(file);
        fs::remove_file(tried).unwrap();
        fs::rename(&desk.path, desk.beside("x.md~")).unwrap();
        let mut file = File::create(&desk.path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.sync_all().unwrap();
        drop(file);
        fs::set_permissions(&desk.path, Permissions::from_mode(0o644)).unwrap();
        swapped.write_all(b" saved").unwrap();
        fs::remove_file(desk.beside("x.md~")).unwrap();
        fs::remove_file(swap).unwrap();
    });
}

#[test]
fn vim_copies_the_old_file_if_it_is_told_to() {
    saves_well(|desk, text| {
        let (swap, _) = desk.write_beside(".x.md.swp", "b0VIM 9.0");
        let (backup, _) = desk.write_beside("x.md~", &fs::read_to_string(&desk.path).unwrap());
        let mut file = File::create(&desk.path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.sync_all().unwrap();
        drop(file);
        fs::remove_file(backup).unwrap();
        fs::remove_file(swap).unwrap();
    });
}

/// What lies beside a file that emacs has changed and not saved: a lock, which leads nowhere, and
/// the text as it is so far.
fn emacs_changes(desk: &Desk, text: &str) -> [PathBuf; 2] {
    let lock = desk.beside(".#x.md");
    symlink("writer@desk.4242:1767225600", &lock).unwrap();
    let (kept, _) = desk.write_beside("#x.md#", &text[..text.len() / 2]);
    [lock, kept]
}

fn remove(files: &[PathBuf]) {
    for file in files {
        fs::remove_file(file).unwrap();
    }
}

#[test]
fn emacs_moves_the_old_file_away() {
    saves_well(|desk, text| {
        let beside = emacs_changes(desk, text);
        fs::rename(&desk.path, desk.beside("x.md~")).unwrap();
        let mut file = OpenOptions::new().write(true).create_new(true).open(&desk.path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        drop(file);
        fs::set_permissions(&desk.path, Permissions::from_mode(0o644)).unwrap();
        remove(&beside);
    });
}

#[test]
fn emacs_copies_the_old_file_if_it_is_told_to() {
    saves_well(|desk, text| {
        let beside = emacs_changes(desk, text);
        let _ = fs::remove_file(desk.beside("x.md~"));
        desk.write_beside("x.md~", &fs::read_to_string(&desk.path).unwrap());
        fs::write(&desk.path, text).unwrap();
        remove(&beside);
    });
}

#[test]
fn helix_puts_the_old_file_back_only_if_it_fails() {
    saves_well(|desk, text| {
        let backup = desk.beside(&format!("x.md{:06}.bck", desk.round));
        fs::rename(&desk.path, &backup).unwrap();
        let mut file = File::create(&desk.path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.sync_all().unwrap();
        drop(file);
        fs::set_permissions(&desk.path, Permissions::from_mode(0o644)).unwrap();
        fs::remove_file(backup).unwrap();
    });
}

/// Writes the new file beside the old one and puts it in its place.
fn replace(desk: &Desk, name: &str, text: &str, is_synced: bool) {
    let (path, file) = desk.write_beside(name, text);
    if is_synced {
        file.sync_all().unwrap();
    }
    file.set_permissions(Permissions::from_mode(0o644)).unwrap();
    drop(file);
    fs::rename(path, &desk.path).unwrap();
}

#[test]
fn gedit_and_its_kin_replace_the_file() {
    saves_well(|desk, text| replace(desk, &format!(".goutputstream-{:06}", desk.round), text, true));
}

#[test]
fn sed_and_kate_replace_the_file_by_one_that_is_not_hidden() {
    saves_well(|desk, text| {
        let is_sed = desk.round % 2 == 0;
        let name = if is_sed { format!("sed{:06}", desk.round) } else { format!("x.md.{:06}", desk.round) };
        replace(desk, &name, text, !is_sed);
    });
}

#[test]
fn sublime_text_replaces_the_file() {
    saves_well(|desk, text| replace(desk, &format!(".subl{:03x}.tmp", desk.round), text, false));
}

#[test]
fn jetbrains_moves_two_files() {
    saves_well(|desk, text| {
        let (new, _) = desk.write_beside("x.md___jb_tmp___", text);
        let old = desk.beside("x.md___jb_old___");
        fs::rename(&desk.path, &old).unwrap();
        fs::rename(new, &desk.path).unwrap();
        fs::remove_file(old).unwrap();
    });
}

#[test]
fn git_removes_the_file_and_makes_it_anew() {
    saves_well(|desk, text| {
        fs::remove_file(&desk.path).unwrap();
        let mut file = OpenOptions::new().write(true).create_new(true).open(&desk.path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    });
}

/// The file comes with the time that it has elsewhere; here it is always the same, and so is the
/// length of the text.
#[test]
fn rsync_and_syncthing_replace_the_file_and_set_its_time() {
    saves_well(|desk, text| {
        let is_rsync = desk.round % 2 == 0;
        let name = if is_rsync { format!(".x.md.{:06}", desk.round) } else { ".syncthing.x.md.tmp".to_owned() };
        let (path, file) = desk.write_beside(&name, text);
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)).unwrap();
        file.set_permissions(Permissions::from_mode(0o644)).unwrap();
        drop(file);
        fs::rename(path, &desk.path).unwrap();
    });
}

/// Without its settings a book is another one, without a template its theme is, and without rules
/// what is to be left out is not: for as long as they are being saved, nobody sees that.
#[test]
fn settings_templates_and_rules_are_saved_like_essays() {
    let book = Book::new(
        "== book.toml\n[book]\ntitle = \"Inside out\"\n[output.html]\ntheme = \"mine\"\n== content/x.md\n# X\n\
         == .gitignore\nsecret.md\n== content/secret.md\nNot yet.\n\
         == themes/mine/theme.toml\nextends = \"lantern\"\n\
         == themes/mine/templates/essay.html\n{% extends \"lantern/essay.html\" %}{% block footer %}MY FOOTER{% endblock %}\n",
    );
    let server = Server::start(&book, &[]);
    let watch = Watch::default();
    let look = || {
        while !watch.done.load(Ordering::SeqCst) {
            let answer = server.get(PAGE);
            let parts = ["Inside out", "MY FOOTER", "</html>"].iter();
            let missing = parts.filter(|part| !answer.text().contains(**part)).map(|part| format!("no `{part}`"));
            watch.faults.lock().unwrap().extend(missing);
            if server.get("/secret/").status != 404 {
                watch.faults.lock().unwrap().push("the secret is shown".to_owned());
            }
            thread::sleep(Duration::from_millis(1));
        }
    };
    thread::scope(|scope| {
        let _ending = Ending(&watch);
        scope.spawn(look);
        for file in ["book.toml", ".gitignore", "themes/mine/templates/essay.html"] {
            let path = book.path(file);
            let text = fs::read_to_string(&path).unwrap();
            for way in ["removed", "moved away", "emptied"] {
                for _ in 0..SAVES {
                    let start = Instant::now();
                    match way {
                        "removed" => fs::remove_file(&path).unwrap(),
                        "moved away" => fs::rename(&path, path.with_extension("old~")).unwrap(),
                        _ => drop(File::create(&path).unwrap()),
                    }
                    thread::sleep(Duration::from_millis(3));
                    let mut saved = OpenOptions::new().write(true).create(true).truncate(false).open(&path).unwrap();
                    saved.write_all(text.as_bytes()).unwrap();
                    drop(saved);
                    let was_calm = start.elapsed() < CALM;
                    thread::sleep(Duration::from_millis(30));
                    let faults = watch.take_faults();
                    assert!(!was_calm || faults.is_empty(), "{file} is {way}: {}", faults.join("\n"));
                }
            }
        }
    });
}

#[test]
fn what_editors_leave_beside_a_file_is_no_fault_of_the_book() {
    let book = Book::new("== content/x.md\n# X\n");
    let server = Server::start(&book, &[]);
    let folder = book.path("content");
    let beside = |name: &str| -> PathBuf { Path::new(&folder).join(name) };
    symlink("writer@desk.4242:1767225600", beside(".#x.md")).unwrap();
    fs::write(beside(".x.md.swp"), b"b0VIM 9.0\0\xff\xfe").unwrap();
    fs::write(beside(".x.md.un~"), b"\0\xff").unwrap();
    fs::write(beside(".goutputstream-ABCDEF"), b"half").unwrap();
    book.write("== content/last.md\nThe last.\n");
    server.wait_to_show("/last/", "The last.");
    server.settled();
    let status = server.status();
    assert_eq!((status.essays, status.errors, status.warnings), (2, 0, 0));
    let built = book.build(&[]);
    assert_eq!((built.errors, built.warnings), (0, 0));
}
