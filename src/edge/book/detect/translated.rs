//! Folders that are called like languages.

use std::fs;
use std::path::Path;

/// The languages that have a code of two letters.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv \
    dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it \
    iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb \
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss \
    st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// The folders in `dir` that are called like a language, with or without a region: `de`, `pt-br`, `zh-Hans`.
pub(super) fn language_folders(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten().filter(|entry| entry.path().is_dir());
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut folders: Vec<String> = names.filter(|name| is_called_like_one(name)).collect();
    folders.sort();
    folders
}

fn is_called_like_one(name: &str) -> bool {
    let (code, region) = name.split_once(['-', '_']).unwrap_or((name, "xx"));
    let is_region = (2..=4).contains(&region.len()) && region.chars().all(|c| c.is_ascii_alphanumeric());
    is_region && CODES.split_whitespace().any(|known| known == code)
}

#[cfg(test)]
mod tests {
    use super::is_called_like_one;

    #[test]
    fn languages_have_codes_that_are_known() {
        for name in ["de", "pt-br", "zh-Hans", "zh_CN", "ja"] {
            assert!(is_called_like_one(name), "{name}");
        }
        for name in ["api", "db", "ui", "guide", "de-luxe-set", "", "getting-started"] {
            assert!(!is_called_like_one(name), "{name}");
        }
    }
}
