//! The exchange of two generations: the new one takes the place of the published one.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Where the published generation lies between the two steps of an exchange.
fn aside(next: &Path) -> PathBuf {
    next.with_file_name("aside")
}

/// Ends an exchange in two steps that was cut off: the generation that was published comes back where none is, and
/// otherwise becomes the next one.
pub(crate) fn recover(next: &Path, dest: &Path) -> Result<()> {
    let aside = aside(next);
    if !aside.exists() {
        return Ok(());
    }
    let back = |to: &Path| {
        fs::rename(&aside, to).with_context(|| format!("cannot put `{}` back to `{}`", aside.display(), to.display()))
    };
    match () {
        () if !dest.exists() => back(dest),
        () if !next.exists() => back(next),
        () => fs::remove_dir_all(&aside).with_context(|| format!("cannot remove `{}`", aside.display())),
    }
}

/// Refuses a published folder that the system will not exchange for another one, before anything is made for it, and
/// takes away a next generation that could not take its place.
#[cfg(target_os = "linux")]
pub(crate) fn refuse_immovable(side: &Path, next: &Path, dest: &Path) -> Result<()> {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statfs, statx};
    /// Where a folder from a layer below cannot be renamed: in a container, say.
    const OVERLAY: u32 = 0x794c_7630;
    let is_mounted = |path: &Path| {
        let found = statx(CWD, path, AtFlags::empty(), StatxFlags::BASIC_STATS);
        found.is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
    };
    if dest.is_dir() && is_mounted(dest) {
        bail!(
            "something is mounted at `{0}`, and such a folder cannot be exchanged for the new site in one step\n\
             write the site to a folder in it: `--dest-dir {0}/site`, or `build-dir` in book.toml",
            dest.display()
        );
    }
    if !statfs(side).is_ok_and(|system| u32::try_from(system.f_type) == Ok(OVERLAY)) {
        return Ok(());
    }
    // A folder is never renamed to one that has files; whether it could be at all is found out first.
    let is_fixed = |path: &Path| fs::rename(path, side).is_err_and(|error| error.kind() == ErrorKind::CrossesDevices);
    if dest.is_dir() && is_fixed(dest) {
        bail!(
            "`{}` lies in a layer below this file system, as in the image of a container, and cannot be exchanged for the \
             new site\nremove it with `crosslight clean`, or choose another folder with `build-dir` or --dest-dir",
            dest.display()
        );
    }
    let aside = aside(next);
    match fs::rename(next, &aside) {
        Ok(()) => fs::rename(&aside, next).with_context(|| format!("cannot make `{}`", next.display())),
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            fs::remove_dir_all(next).with_context(|| format!("cannot remove `{}`", next.display()))
        }
        Err(_) => Ok(()),
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn refuse_immovable(_: &Path, _: &Path, _: &Path) -> Result<()> {
    Ok(())
}

/// Puts the generation in place of the published one, in one step where the system has it.
pub(crate) fn exchange(next: &Path, dest: &Path) -> Result<()> {
    let moved = |error: std::io::Error| {
        anyhow::Error::new(error).context(format!("cannot put the site in place at `{}`", dest.display()))
    };
    if dest.exists() {
        if !exchange_at_once(next, dest) {
            // Two steps: if the second fails, the first is taken back.
            let aside = aside(next);
            fs::rename(dest, &aside).map_err(moved)?;
            if let Err(error) = fs::rename(next, dest) {
                fs::rename(&aside, dest).map_err(moved)?;
                return Err(moved(error));
            }
            fs::rename(&aside, next).map_err(moved)?;
        }
    } else {
        fs::rename(next, dest).map_err(moved)?;
    }
    if let Some(parent) = dest.parent() {
        // Not every system can open a folder to bring it to the disk.
        let _ = fs::File::open(parent).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange_at_once(next: &Path, dest: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, next, CWD, dest, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange_at_once(_: &Path, _: &Path) -> bool {
    false
}
