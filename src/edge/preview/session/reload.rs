//! What is read anew when settings, theme or commits have changed.

use std::collections::BTreeSet;
use std::time::Instant;

use crate::base::diagnostic::File;
use crate::base::diagnostic::settings::bad_setting;
use crate::base::inputs::Inputs;
use crate::edge::book::{Book, git_dates, read};
use crate::edge::preview::session::{Faults, Session, Update, of_settings};
use crate::edge::refusal;
use crate::render::page::Setting;
use crate::render::theme::{STATIC, Theme};
use crate::site::Site;

impl Session {
    /// Reads the settings again, and if they are others, everything.
    pub(super) fn reopen(&mut self, update: &mut Update, now: Instant) {
        let opened = read::open(Some(&self.book.asked));
        let is_whole = opened.as_ref().is_ok_and(|book| !book.settings.is_empty() || self.book.settings.is_empty());
        if !self.is_believed(&self.book.root.join("book.toml"), is_whole, now) {
            return;
        }
        let mut book = match opened {
            Ok(book) => book,
            Err(error) => {
                let told = refusal::told(&error);
                let (message, help) = told.split_once('\n').unwrap_or((&told, ""));
                let mut fault = bad_setting(File::Book, None, message, "until then the site stays as it was before");
                let first = help.lines().map(str::to_owned).collect::<Vec<_>>();
                fault.help.splice(0..0, first);
                self.faults.settings = vec![fault];
                return;
            }
        };
        (self.adjust)(&mut book);
        let same = of_settings::are_same(&book, &self.book);
        if same || !book.diagnostics.is_empty() {
            self.faults.settings = book.diagnostics;
            // The text goes with what is said of it; the settings stay those of before.
            self.book.settings = book.settings;
            return;
        }
        self.book = book;
        (self.commits_of, self.repository) = (git_dates::state(&self.book), git_dates::folders(&self.book));
        self.read_all(now);
        update.remade = true;
    }

    /// Asks for the commits again, and if they are others, reads everything.
    pub(super) fn recommit(&mut self, update: &mut Update, now: Instant) {
        let state = git_dates::state(&self.book);
        if state == self.commits_of {
            return;
        }
        (self.commits_of, self.repository) = (state, git_dates::folders(&self.book));
        let (commits, found) = git_dates::commits(&self.book);
        if commits == self.site.setting().inputs.commits && found == self.faults.history {
            return;
        }
        let Faults { settings, theme, .. } = std::mem::take(&mut self.faults);
        self.read_all(now);
        (self.faults.settings, self.faults.theme) = (settings, theme);
        update.committed = true;
    }

    /// Begins with an empty site, and reads all files.
    fn read_all(&mut self, now: Instant) {
        (self.site, self.faults) = Self::empty_site(&self.book, Some(&self.site.setting().theme));
        self.vfs = self.vfs.anew();
        self.watch();
        let edits = self.vfs.sweep(&self.book, now);
        self.site.apply(edits);
    }

    /// Reads the theme again, and takes it if it is another.
    pub(super) fn retheme(&mut self, update: &mut Update, now: Instant) {
        let theme = read::theme(&self.book);
        let is_whole = theme.as_ref().is_ok_and(|theme| !theme.lacks_files_of(&self.site.setting().theme));
        if !self.is_believed(&self.book.root.join("themes"), is_whole, now) {
            return;
        }
        let theme = match theme {
            Ok(theme) => theme,
            Err(errors) => {
                self.faults.theme = errors;
                return;
            }
        };
        self.faults.theme.clear();
        let before = &self.site.setting().theme;
        let differs = |path: &String| before.statics().get(path) != theme.statics().get(path);
        let paths: BTreeSet<&String> = before.statics().keys().chain(theme.statics().keys()).collect();
        update.statics = paths.into_iter().filter(|path| differs(path)).map(|path| format!("{STATIC}{path}")).collect();
        let remade = !before.has_same_templates(&theme);
        if remade || !update.statics.is_empty() {
            self.site.retheme(theme);
            update.remade |= remade;
        }
    }

    /// A site without files. A theme that cannot be used is replaced by the last one that could, or by
    /// the one that comes with crosslight.
    pub(super) fn empty_site(book: &Book, last: Option<&Theme>) -> (Site, Faults) {
        let (theme, errors) = match read::theme(book) {
            Ok(theme) => (Some(theme), Vec::new()),
            Err(errors) => (last.and_then(|last| last.with(&book.config).ok()), errors),
        };
        let theme = theme.unwrap_or_else(|| Theme::built_in(&book.config));
        let (commits, history) = git_dates::commits(book);
        let faults = Faults { settings: book.diagnostics.clone(), theme: errors, history };
        let inputs = Inputs { commits, ..book.inputs.clone() };
        (Site::empty(Setting { config: book.config.clone(), inputs, theme }), faults)
    }
}
