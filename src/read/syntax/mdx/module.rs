//! Imports and exports.

/// Whether a line begins what a module takes from others or gives to them.
pub(super) fn is_module(line: &str) -> bool {
    let import = line.strip_prefix("import").is_some_and(|rest| {
        rest.starts_with([' ', '{', '\'', '"'])
            && (rest.contains(" from ")
                || rest.trim().starts_with(['{', '\'', '"', '*'])
                || rest.trim_end().ends_with(','))
    });
    let export =
        ["export const ", "export let ", "export default ", "export function ", "export {", "export * ", "export var "];
    import || export.iter().any(|front| line.starts_with(front))
}
