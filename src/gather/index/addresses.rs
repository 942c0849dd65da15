//! Which essay has which address.
//!
//! Every essay claims the address that it wants. Of several the nearest has it, and each of the others
//! claims another one, and so on, until it comes first. Claims of a later step come after all of an earlier
//! one, so the outcome of a step depends on no later one, and none of it on the order of edits.
//!
//! **Incremental:** only addresses whose claims changed are looked at.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::spares::Filed;
use super::{Entry, Index, Volume};
use crate::base::config::Config;
use crate::base::page_file::{dotted_folders, page_file};
use crate::base::path::SourcePath;
use crate::base::slug;
use crate::gather::facts::{self, Claim, Facts};
use crate::read::permalink;

impl Index {
    /// Takes the claims of the files of a batch out and in, and has each essay claim other addresses until it
    /// is the first on one. `batch` has the files that are new, changed or gone, each with what it told
    /// before; essays that must move for them are added to it, with what they told. Gives the files with other
    /// claims.
    pub(super) fn settle_addresses(&mut self, batch: &mut Vec<(SourcePath, Facts)>, config: &Config) -> Vec<Arc<str>> {
        let mut out = Vec::new();
        let mut into = Vec::new();
        let mut moved: BTreeSet<SourcePath> = BTreeSet::new();
        let mut unsettled: Vec<Arc<str>> = Vec::new();
        for (path, old) in &*batch {
            out.extend_from_slice(&old.claims);
            let claims = self.facts(path).map_or(&[][..], |facts| &facts.claims);
            into.extend_from_slice(claims);
            let wants = claims.iter().find(|(_, claim)| claim.step() == Some(0)).map(|(key, _)| key.clone());
            if wants.is_none() {
                out.extend(self.spares.0.remove(path).unwrap_or_default());
            }
            if let Some(spares) = self.spares.0.get(path) {
                // What was read anew knows of no other essay, and what it wants decides what it claims in every step.
                moved.insert(path.clone());
                let is_same = |(at, spare): &(usize, &Filed)| self.spare(path, at + 1, config).as_ref() == Some(*spare);
                let same = spares.iter().enumerate().take_while(is_same).count();
                if same < spares.len() {
                    unsettled.extend(spares[..same].last().map(|(key, _)| key.clone()).or(wants));
                    out.extend(self.spares.0.get_mut(path).into_iter().flat_map(|spares| spares.split_off(same)));
                }
            }
        }
        let mut changed: BTreeSet<Arc<str>> = self.claims.change(out, into).into_iter().collect();
        // Those of unsettled essays may be what they were.
        let mut asked: BTreeSet<Arc<str>> = changed.iter().cloned().chain(unsettled).collect();
        if changed.iter().any(|key| !key.ends_with(".html")) {
            // What came or went may be called like a folder that pages stand in.
            let is_below = |key: &&Arc<str>| dotted_folders(key).any(|folder| changed.contains(folder));
            asked.extend(self.claims.keys().filter(is_below).cloned());
        }
        for step in 0.. {
            let (mut out, mut into) = (Vec::new(), Vec::new());
            for key in &asked {
                let is_blocked = self.is_below_file(key);
                for (place, claim) in self.claims.group(key).iter().enumerate() {
                    if claim.step() == Some(step) {
                        let path = claim.path();
                        let next = (place > 0 || is_blocked).then(|| self.spare(path, step + 1, config)).flatten();
                        let old = self.spares.0.get(path).map_or(&[][..], |spares| &spares[step.min(spares.len())..]);
                        if old.first() != next.as_ref() {
                            out.extend_from_slice(old);
                            into.extend(next.map(|next| (path.clone(), next)));
                            moved.insert(path.clone());
                        }
                    }
                }
            }
            for (_, claim) in &out {
                if let Some(spares) = self.spares.0.get_mut(claim.path()) {
                    spares.truncate(step);
                }
            }
            for (path, next) in &into {
                self.spares.0.entry(path.clone()).or_default().push(next.clone());
            }
            let others = self.claims.change(out, into.into_iter().map(|(_, next)| next).collect());
            asked.extend(others.iter().cloned());
            changed.extend(others);
            if self.is_settled(&asked, step) {
                break;
            }
        }
        let known: BTreeSet<SourcePath> =
            batch.iter().map(|(path, _)| path).filter(|path| moved.contains(*path)).cloned().collect();
        for path in moved {
            let old = self.move_essay(&path, config);
            if !known.contains(&path) {
                batch.extend(old.map(|old| (path, old)));
            }
        }
        changed.into_iter().collect()
    }

    /// Whether no file of `changed` is claimed in a later step than this.
    fn is_settled(&self, changed: &BTreeSet<Arc<str>>, step: usize) -> bool {
        let later = |claim: &Claim| claim.step().is_some_and(|other| other > step);
        !changed.iter().any(|key| self.claims.group(key).iter().any(later))
    }

    /// Whether a folder of this file is one of the files that the site copies, so that no page can stand in it.
    fn is_below_file(&self, key: &str) -> bool {
        dotted_folders(key).any(|folder| {
            let is_it =
                |claim: &Claim| matches!(claim, Claim::Asset(path) if slug::comparable(path.as_str()) == folder);
            self.claims.group(folder).iter().any(is_it)
        })
    }

    /// The claim that an essay makes in a step.
    fn spare(&self, path: &SourcePath, step: usize, config: &Config) -> Option<Filed> {
        let essay = self.entry(path)?.as_essay()?;
        let address = permalink::spare(path, &essay.wanted.address, step, config);
        Some((slug::comparable(&page_file(&address)).into(), Claim::Spare { step, path: path.clone() }))
    }

    /// Has an essay stand where its last claim says; gives what it told before.
    fn move_essay(&mut self, path: &SourcePath, config: &Config) -> Option<Facts> {
        let step = self.spares.0.get(path).map_or(0, Vec::len);
        if step == 0 {
            self.spares.0.remove(path);
        }
        let Volume { entry: Entry::Essay(essay), facts } = &mut **self.shelf.get_mut(path)? else { return None };
        essay.settle(step, config);
        Some(std::mem::replace(facts, facts::of_essay(essay)))
    }
}
