//! Which fixes are made: those that the user accepts, that need no refused one, and that do not meet
//! another.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    change::Changes,
    engine::Options,
    finding::{Finding, Outcome, Verdict},
    rewrite::{self, Edit, Reexports, Rewrite},
    semantic::SemanticModel,
    source::TextRange,
    transform::{Answer, Fix, Forms, Moved, Refusal},
};

/// One fix that may be made, and the references it accounts for.
struct Candidate {
    name: &'static str,
    fix: Fix,
    /// What keeps it from being made; empty unless it is offered.
    missing: Changes,
    resolves: Vec<TextRange>,
    state: State,
}

impl Candidate {
    /// The objects that it remakes.
    fn moved(&self) -> impl Iterator<Item = Moved> + '_ {
        let (class, changes) = (self.name, self.fix.changes);
        self.fix.holders.iter().map(move |holder| Moved { class, holder: holder.clone(), changes })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Made,
    Offered,
    NotSelected,
    HeldBack(String),
}

/// Turns answers into findings and the edits of the fixes that are made.
pub(super) fn accept(
    model: &SemanticModel<'_>,
    text: &str,
    answers: Vec<Answer>,
    options: &Options,
    reexports: Reexports<'_>,
) -> Accepted {
    let mut candidates = Vec::new();
    let mut owners: FxHashMap<TextRange, usize> = FxHashMap::default();
    for answer in &answers {
        let Ok(forms) = &answer.outcome else { continue };
        if owners.contains_key(&answer.range) {
            continue;
        }
        let candidate = candidate(answer, forms, options);
        for range in &candidate.resolves {
            owners.entry(*range).or_insert(candidates.len());
        }
        candidates.push(candidate);
    }
    select(model, text, &mut candidates);
    let edits = render(model, text, &mut candidates, reexports);
    let findings = answers.into_iter().map(|answer| {
        let candidate = owners.get(&answer.range).and_then(|index| candidates.get(*index));
        finding(model, text, answer, candidate, options, reexports)
    });
    let findings = findings.collect();
    let moved = made(&candidates).flat_map(|(_, candidate)| candidate.moved()).collect();
    Accepted { findings, edits, moved }
}

/// What came of a file's answers.
pub(super) struct Accepted {
    pub(super) findings: Vec<Finding>,
    pub(super) edits: Vec<Edit>,
    pub(super) moved: Vec<Moved>,
}

/// The first form that is accepted and whose floors are met; else the one that asks for least.
fn candidate(answer: &Answer, forms: &Forms, options: &Options) -> Candidate {
    let met =
        |fix: &&Fix| fix.python <= options.target_version && fix.anyio <= options.anyio_version;
    let accepts = options.accept.of(answer.transform.name);
    let accepted = forms.iter().filter(met).find(|fix| accepts.contains_all(fix.changes));
    let least = || forms.iter().min_by_key(|fix| (!met(fix), fix.changes.iter().count()));
    let fix = accepted.or_else(least).cloned().unwrap_or_default();
    let state = if !options.selects(answer.transform.name) {
        State::NotSelected
    } else if accepted.is_some() {
        State::Made
    } else if met(&&fix) {
        State::Offered
    } else {
        State::HeldBack(floor(&fix, options))
    };
    let mut resolves = fix.resolves.clone();
    resolves.push(answer.range);
    let missing = match state {
        State::Offered => fix.changes.without(accepts),
        _ => Changes::NONE,
    };
    Candidate { name: answer.name, fix, missing, resolves, state }
}

fn floor(fix: &Fix, options: &Options) -> String {
    match fix.anyio > options.anyio_version {
        true => format!("needs AnyIO {}.{} or later", fix.anyio.0, fix.anyio.1),
        false => format!("needs Python {}.{} or later", fix.python.0, fix.python.1),
    }
}

/// Takes back fixes until every one that is left has what it requires and meets no other.
fn select(model: &SemanticModel<'_>, text: &str, candidates: &mut [Candidate]) {
    loop {
        let before = made(candidates).count();
        drop_unmet(candidates);
        drop_conflicts(model, text, candidates);
        if made(candidates).count() == before {
            return;
        }
    }
}

fn made(candidates: &[Candidate]) -> impl Iterator<Item = (usize, &Candidate)> {
    candidates.iter().enumerate().filter(|(_, c)| c.state == State::Made)
}

fn drop_unmet(candidates: &mut [Candidate]) {
    loop {
        let resolved: FxHashSet<TextRange> =
            made(candidates).flat_map(|(_, c)| c.resolves.iter().copied()).collect();
        let unmet = made(candidates)
            .find(|(_, c)| c.fix.requires.iter().any(|range| !resolved.contains(range)))
            .map(|(index, _)| index);
        match unmet.and_then(|index| candidates.get_mut(index)) {
            Some(candidate) => {
                candidate.state = State::HeldBack(
                    "holds only together with another rewrite, which was not made".to_owned(),
                );
            }
            None => return,
        }
    }
}

fn drop_conflicts(model: &SemanticModel<'_>, text: &str, candidates: &mut [Candidate]) {
    let chosen: Vec<usize> = made(candidates).map(|(index, _)| index).collect();
    let fixes: Vec<&[Rewrite]> =
        chosen.iter().filter_map(|i| candidates.get(*i)).map(|c| &*c.fix.rewrites).collect();
    let outcomes = rewrite::compose(model, text, &fixes);
    for (index, outcome) in chosen.into_iter().zip(outcomes) {
        if let (Err(conflict), Some(candidate)) = (outcome, candidates.get_mut(index)) {
            candidate.state = State::HeldBack(conflict.to_string());
        }
    }
}

/// The edits of the fixes that are made, imports included.
fn render(
    model: &SemanticModel<'_>,
    text: &str,
    candidates: &mut [Candidate],
    reexports: Reexports<'_>,
) -> Vec<Edit> {
    loop {
        let chosen: Vec<usize> = made(candidates).map(|(index, _)| index).collect();
        let fixes: Vec<&[Rewrite]> =
            chosen.iter().filter_map(|i| candidates.get(*i)).map(|c| &*c.fix.rewrites).collect();
        if fixes.is_empty() {
            return Vec::new();
        }
        match rewrite::render_reexporting(model, text, &fixes, reexports) {
            Ok(edits) => return edits,
            Err(error) => {
                let failed = chosen.get(error.fix()).or(chosen.last()).copied();
                if let Some(candidate) = failed.and_then(|index| candidates.get_mut(index)) {
                    candidate.state = State::HeldBack(error.to_string());
                }
                drop_unmet(candidates);
            }
        }
    }
}

/// What is said of one reference.
fn finding(
    model: &SemanticModel<'_>,
    text: &str,
    answer: Answer,
    candidate: Option<&Candidate>,
    options: &Options,
    reexports: Reexports<'_>,
) -> Finding {
    let blank = Finding {
        range: answer.range,
        name: answer.name.to_owned(),
        transform: answer.transform.name,
        verdict: Verdict::Keep,
        changes: Changes::NONE,
        missing: Changes::NONE,
        outcome: Outcome::Left,
        reason: String::new(),
        recipe: None,
        places: Vec::new(),
        edits: Vec::new(),
    };
    match (candidate, answer.outcome) {
        (Some(candidate), _) => offered(model, text, blank, candidate, options, reexports),
        (None, Err(refusal)) => refused(blank, refusal),
        (None, Ok(_)) => blank,
    }
}

fn offered(
    model: &SemanticModel<'_>,
    text: &str,
    blank: Finding,
    candidate: &Candidate,
    options: &Options,
    reexports: Reexports<'_>,
) -> Finding {
    let fix = &candidate.fix;
    let outcome = match &candidate.state {
        State::Made => Outcome::Rewritten,
        State::Offered => Outcome::Offered,
        State::NotSelected => Outcome::NotSelected,
        State::HeldBack(reason) => Outcome::HeldBack(reason.clone()),
    };
    let edits = match options.edits {
        true => {
            let edits = rewrite::render_reexporting(model, text, &[&fix.rewrites], reexports);
            edits.unwrap_or_default()
        }
        false => Vec::new(),
    };
    Finding {
        verdict: fix.verdict(),
        changes: fix.changes,
        missing: candidate.missing,
        outcome,
        reason: fix.reason.clone(),
        places: fix.places.clone(),
        edits,
        ..blank
    }
}

fn refused(blank: Finding, refusal: Refusal) -> Finding {
    Finding {
        verdict: refusal.verdict,
        reason: refusal.reason,
        recipe: refusal.recipe,
        places: refusal.places,
        ..blank
    }
}
