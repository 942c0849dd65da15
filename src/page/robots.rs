//! `robots.txt`: everything may be read, and where the sitemap is.

use crate::page::{Output, Setting, sitemap};

pub(super) const FILE: &str = "robots.txt";

pub(super) fn make(setting: &Setting) -> Output {
    let base = setting.config.base_url().unwrap_or_default();
    Output::Bytes(format!("User-agent: *\nAllow: /\nSitemap: {base}{}\n", sitemap::FILE).into_bytes())
}
