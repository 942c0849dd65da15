//! What each stretch of a line of code is, by a grammar of Sublime Text.
//!
//! The grammars, their contexts and their patterns are syntect's; this is a parser for them that
//! always ends. In syntect's own parser (5.3) two contexts can hand a place to each other for ever
//! without taking a byte, as in JavaScript where a name is followed by `/*`: it knows this danger
//! for `push` and `pop`, but not for `set`. Here a place where too much happens is left behind, as
//! Sublime Text does, and a line in which too much happens altogether is given up.

use std::collections::HashMap;
use std::iter;

use foldhash::fast::FixedState;
use serde_json::json;
use syntect::parsing::syntax_definition::{
    Context, ContextId, ContextReference, MatchOperation, MatchPattern, Pattern, context_iter,
};
use syntect::parsing::{Region, ScopeStackOp, SyntaxSet};

/// How deep contexts may be pushed, as in syntect.
const DEEPEST: usize = 100;

/// How many matches in a row may take no byte. Sound grammars need a dozen.
const MOST_STILL: usize = 100;

/// How many matches a line may need, for each of its bytes and besides.
const MOST_STEPS: (usize, usize) = (8, 500);

/// Why a line could not be parsed: it needs more steps than its length allows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooTangled;

/// The state of a parser between two lines.
pub(super) struct Parser<'g> {
    set: &'g SyntaxSet,
    stack: Vec<Level<'g>>,
    /// The depths at which a pattern of a `with_prototype` pushed: those below do not count there.
    barriers: Vec<usize>,
    prototypes: HashMap<ContextId, Option<&'g Context>, FixedState>,
    begun: bool,
}

/// A context that has been entered.
#[derive(Clone)]
struct Level<'g> {
    context: &'g Context,
    /// The contexts whose patterns count here besides its own.
    prototypes: Vec<&'g Context>,
    /// What the pattern matched that led here, if patterns refer to it, and its line.
    captures: Option<(Region, String)>,
}

/// A pattern that matches, and where.
struct Match<'g> {
    pattern: &'g MatchPattern,
    region: Region,
    /// Whether it comes from a `with_prototype`.
    from_outside: bool,
    /// Whether it would lead back to where the last match came from.
    loops: bool,
}

/// What each pattern matches in a line: nothing, or the first place at or behind the last one asked for.
type Matches = HashMap<*const MatchPattern, Option<Region>, FixedState>;

/// Changes of the scopes, each with its place in the line, in order.
type Operations = Vec<(usize, ScopeStackOp)>;

impl<'g> Parser<'g> {
    /// A parser at the beginning of a code, in the context that [`start`] returns for its grammar.
    pub(super) fn new(start: &'g Context, set: &'g SyntaxSet) -> Self {
        let level = Level { context: start, prototypes: Vec::new(), captures: None };
        Self { set, stack: vec![level], barriers: Vec::new(), prototypes: HashMap::default(), begun: false }
    }

    /// Parses the next line, with its line end. Returns how the scopes change along it.
    ///
    /// # Errors
    /// If the line needs more steps than its length allows. The parser is of no use after that.
    pub(super) fn line(&mut self, line: &str) -> Result<Operations, TooTangled> {
        let mut operations = Operations::new();
        if !self.begun {
            self.begun = true;
            let scopes = self.stack.last().map_or(&[][..], |level| &level.context.meta_content_scope);
            operations.extend(scopes.first().map(|scope| (0, ScopeStackOp::Push(*scope))));
        }
        let mut matches = Matches::default();
        let (mut at, mut still) = (0, 0);
        // Where a match that took nothing pushed, and how deep.
        let mut pushed = None;
        for _ in 0..MOST_STEPS.0 * line.len() + MOST_STEPS.1 {
            self.barriers.retain(|depth| *depth < self.stack.len());
            let check = pushed == Some((at, self.stack.len()));
            let Some(found) = self.best(line, at, &mut matches, check) else { return Ok(operations) };
            if found.loops || still == MOST_STILL {
                let Some(next) = line[at..].chars().next().filter(|next| at + next.len_utf8() < line.len()) else {
                    return Ok(operations);
                };
                at += next.len_utf8();
                still = 0;
                continue;
            }
            let end = found.region.pos(0).map_or(at, |(_, end)| end);
            if end > at {
                still = 0;
            } else {
                still += 1;
                if matches!(found.pattern.operation, MatchOperation::Push(_)) {
                    pushed = Some((end, self.stack.len() + 1));
                }
            }
            at = end;
            if found.from_outside {
                self.barriers.push(self.stack.len());
            }
            self.enter(line, &found, &mut operations);
            if self.stack.is_empty() {
                return Ok(operations);
            }
        }
        Err(TooTangled)
    }

    /// The pattern that matches first from `at` on; of several, the one that stands first. `check` says
    /// that a `pop` which takes nothing would lead back.
    fn best(&mut self, line: &str, at: usize, matches: &mut Matches, check: bool) -> Option<Match<'g>> {
        let depth = self.stack.len();
        let level = self.stack.last()?;
        let (context, set) = (level.context, self.set);
        let prototype = context
            .prototype
            .and_then(|id| *self.prototypes.entry(id).or_insert_with(|| by_reference(set, &json!({ "Direct": id }))));
        let barrier = self.barriers.last().copied().unwrap_or(0);
        let outside = self.stack[barrier.min(depth)..]
            .iter()
            .flat_map(|level| level.prototypes.iter().map(|context| (true, *context, level.captures.as_ref())));
        let own = prototype.map(|context| (false, context, None));
        let chain = outside.chain(own).chain(iter::once((false, context, level.captures.as_ref())));
        let mut best: Option<(usize, Match<'g>)> = None;
        for (from_outside, context, captures) in chain {
            for (holder, index) in context_iter(set, context) {
                let Some(Pattern::Match(pattern)) = holder.patterns.get(index) else { continue };
                let Some(region) = search(line, at, pattern, captures, matches, depth) else { continue };
                let Some((start, end)) = region.pos(0) else { continue };
                let better =
                    best.as_ref().is_none_or(|(first, best)| start < *first || (start == *first && best.loops));
                if !better {
                    continue;
                }
                if depth >= DEEPEST && matches!(pattern.operation, MatchOperation::Push(_)) {
                    return None;
                }
                let loops = check && end <= at && matches!(pattern.operation, MatchOperation::Pop);
                let found = Match { pattern, region, from_outside, loops };
                if start == at && !loops {
                    return Some(found);
                }
                best = Some((start, found));
            }
        }
        best.map(|(_, found)| found)
    }

    /// Does what a pattern asks for where it matches.
    fn enter(&mut self, line: &str, found: &Match<'g>, operations: &mut Operations) {
        let Some((start, end)) = found.region.pos(0) else { return };
        let pattern = found.pattern;
        let Some(here) = self.stack.last().map(|level| level.context) else { return };
        let targets = self.targets(&pattern.operation);
        open_meta(start, here, &pattern.operation, &targets, operations);
        operations.extend(pattern.scope.iter().map(|scope| (start, ScopeStackOp::Push(*scope))));
        push_captures(pattern, &found.region, operations);
        if !pattern.scope.is_empty() {
            operations.push((end, ScopeStackOp::Pop(pattern.scope.len())));
        }
        close_meta(end, here, &pattern.operation, &targets, operations);
        let mut kept = match pattern.operation {
            MatchOperation::None => return,
            MatchOperation::Pop => return drop(self.stack.pop()),
            MatchOperation::Push(_) => Vec::new(),
            // What counts besides stays in force until the level is popped.
            MatchOperation::Set(_) => self.stack.pop().map(|level| level.prototypes).unwrap_or_default(),
        };
        let last = targets.len().saturating_sub(1);
        for (at, context) in targets.into_iter().enumerate() {
            let mut prototypes = std::mem::take(&mut kept);
            if at == last {
                let more = pattern.with_prototype.as_ref().and_then(|reference| reference.resolve(self.set).ok());
                prototypes.extend(more);
            }
            let refers = context.uses_backrefs || prototypes.iter().any(|context| context.uses_backrefs);
            let captures = refers.then(|| (found.region.clone(), line.to_owned()));
            self.stack.push(Level { context, prototypes, captures });
        }
    }

    /// The contexts that an operation enters.
    fn targets(&self, operation: &MatchOperation) -> Vec<&'g Context> {
        match operation {
            MatchOperation::Push(references) | MatchOperation::Set(references) => {
                references.iter().filter_map(|reference| reference.resolve(self.set).ok()).collect()
            }
            MatchOperation::Pop | MatchOperation::None => Vec::new(),
        }
    }
}

/// The first place from `at` on where `pattern` matches and does something.
fn search(
    line: &str,
    at: usize,
    pattern: &MatchPattern,
    captures: Option<&(Region, String)>,
    matches: &mut Matches,
    depth: usize,
) -> Option<Region> {
    let key = std::ptr::from_ref(pattern);
    match matches.get(&key) {
        Some(None) => return None,
        Some(Some(region)) if region.pos(0).is_some_and(|(start, _)| start >= at) => return Some(region.clone()),
        _ => {}
    }
    let refers = captures.filter(|_| pattern.has_captures);
    let mut region = Region::new();
    let matched = match refers {
        Some((captured, of)) => pattern.regex_with_refs(captured, of).search(line, at, line.len(), Some(&mut region)),
        None => pattern.regex().search(line, at, line.len(), Some(&mut region)),
    };
    if !matched {
        if refers.is_none() {
            matches.insert(key, None);
        }
        return None;
    }
    let (start, end) = region.pos(0)?;
    let acts = match pattern.operation {
        MatchOperation::None => start != end,
        MatchOperation::Push(_) => depth < DEEPEST,
        MatchOperation::Set(_) | MatchOperation::Pop => true,
    };
    if acts && refers.is_none() {
        matches.insert(key, Some(region.clone()));
    }
    acts.then_some(region)
}

/// Pushes the scopes of what a pattern captured, the outer ones first.
fn push_captures(pattern: &MatchPattern, region: &Region, operations: &mut Operations) {
    let mut ordered = Vec::new();
    for (index, scopes) in pattern.captures.iter().flatten() {
        let Some((start, end)) = region.pos(*index).filter(|(start, end)| start < end) else { continue };
        // At one place the longest begins first, and what ends there has ended before.
        let pushes = scopes.iter().map(|scope| ((start, 1, usize::MAX - (end - start)), ScopeStackOp::Push(*scope)));
        ordered.extend(pushes);
        ordered.push(((end, 0, 0), ScopeStackOp::Pop(scopes.len())));
    }
    ordered.sort_by_key(|(order, _)| *order);
    operations.extend(ordered.into_iter().map(|((at, ..), operation)| (at, operation)));
}

/// The scopes of contexts, as far as they hold for the match that leaves `here` for `targets`.
fn open_meta(at: usize, here: &Context, operation: &MatchOperation, targets: &[&Context], operations: &mut Operations) {
    match operation {
        MatchOperation::None => {}
        MatchOperation::Pop => pop(at, here.meta_content_scope.len(), operations),
        MatchOperation::Push(_) | MatchOperation::Set(_) => {
            let sets = matches!(operation, MatchOperation::Set(_));
            if sets && here.clear_scopes.is_some() {
                operations.push((at, ScopeStackOp::Restore));
            }
            for target in targets {
                if !sets {
                    operations.extend(target.clear_scopes.map(|amount| (at, ScopeStackOp::Clear(amount))));
                }
                operations.extend(target.meta_scope.iter().map(|scope| (at, ScopeStackOp::Push(*scope))));
            }
        }
    }
}

/// The scopes of contexts, as they hold behind the match that leaves `here` for `targets`.
fn close_meta(
    at: usize,
    here: &Context,
    operation: &MatchOperation,
    targets: &[&Context],
    operations: &mut Operations,
) {
    match operation {
        MatchOperation::None => {}
        MatchOperation::Pop => {
            pop(at, here.meta_scope.len(), operations);
            if here.clear_scopes.is_some() {
                operations.push((at, ScopeStackOp::Restore));
            }
        }
        MatchOperation::Push(_) | MatchOperation::Set(_) => {
            let sets = matches!(operation, MatchOperation::Set(_));
            let of_here = if sets { here.meta_scope.len() + here.meta_content_scope.len() } else { 0 };
            let has_more =
                |target: &&Context| !target.meta_content_scope.is_empty() || (sets && target.clear_scopes.is_some());
            if of_here == 0 && !targets.iter().any(has_more) {
                return;
            }
            // Taken off and put on again, so that the scopes of contents come in their order.
            pop(at, of_here + targets.iter().map(|target| target.meta_scope.len()).sum::<usize>(), operations);
            for target in targets {
                if sets {
                    operations.extend(target.clear_scopes.map(|amount| (at, ScopeStackOp::Clear(amount))));
                }
                let scopes = target.meta_scope.iter().chain(&target.meta_content_scope);
                operations.extend(scopes.map(|scope| (at, ScopeStackOp::Push(*scope))));
            }
        }
    }
}

fn pop(at: usize, count: usize, operations: &mut Operations) {
    if count > 0 {
        operations.push((at, ScopeStackOp::Pop(count)));
    }
}

/// The context in which the grammar at `index` of a set begins.
pub(super) fn start(set: &SyntaxSet, index: usize) -> Option<&Context> {
    let contexts = (0..).map_while(|context| {
        by_reference(set, &json!({ "Direct": { "syntax_index": index, "context_index": context } }))
    });
    contexts.into_iter().find(|context| is_start(context))
}

/// Whether a grammar begins with this context: it leads to the main one at once.
fn is_start(context: &Context) -> bool {
    matches!(context.patterns.as_slice(), [Pattern::Match(first)]
        if first.regex().regex_str().is_empty() && matches!(first.operation, MatchOperation::Push(_)))
}

/// The context that a reference leads to. syntect makes references by reading them only.
fn by_reference<'g>(set: &'g SyntaxSet, reference: &serde_json::Value) -> Option<&'g Context> {
    let reference: ContextReference = serde::Deserialize::deserialize(reference).ok()?;
    reference.resolve(set).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use syntect::parsing::syntax_definition::{Context, MatchOperation, MatchPattern, Pattern, SyntaxDefinition};
    use syntect::parsing::{Scope, SyntaxSetBuilder};

    use super::{Parser, TooTangled, start};

    /// A grammar whose contexts hand every place to each other. As references are made by reading only,
    /// so is this one.
    fn circular() -> SyntaxDefinition {
        let named = |name: &str| serde_json::from_value(serde_json::json!({ "Named": name })).unwrap();
        let to = |name: &str, operation: fn(Vec<_>) -> MatchOperation, pattern: &str| {
            let operation = operation(vec![named(name)]);
            let pattern = MatchPattern::new(false, pattern.to_owned(), Vec::new(), None, operation, None);
            Context { patterns: vec![Pattern::Match(pattern)], ..Context::new(false) }
        };
        let contexts = [
            ("__start", to("__main", MatchOperation::Push, "")),
            ("__main", to("main", MatchOperation::Push, "")),
            ("main", to("other", MatchOperation::Set, "(?=.)")),
            ("other", to("main", MatchOperation::Set, "(?=.)")),
        ];
        SyntaxDefinition {
            name: "circular".to_owned(),
            file_extensions: Vec::new(),
            scope: Scope::new("source.circular").unwrap(),
            first_line_match: None,
            hidden: false,
            variables: HashMap::new(),
            contexts: contexts.into_iter().map(|(name, context)| (name.to_owned(), context)).collect(),
        }
    }

    #[test]
    fn a_line_that_makes_no_progress_is_given_up() {
        let mut builder = SyntaxSetBuilder::new();
        builder.add(circular());
        let set = builder.build();
        let start = start(&set, 0).unwrap();
        // A place is left behind after some steps, and a short line may need as many for each byte.
        assert!(Parser::new(start, &set).line("abc\n").is_ok());
        assert_eq!(Parser::new(start, &set).line(&"abc".repeat(100)), Err(TooTangled));
    }
}
