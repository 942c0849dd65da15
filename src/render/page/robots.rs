//! `robots.txt`: everything may be read, and where the sitemap is.

use crate::base::own_file::SITEMAP;
use crate::render::page::making::{Output, Setting};

pub(super) fn make(setting: &Setting) -> Output {
    let base = setting.config.base_url().unwrap_or_default();
    Output::Bytes(format!("User-agent: *\nAllow: /\nSitemap: {base}{SITEMAP}\n").into_bytes())
}
