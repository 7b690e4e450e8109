//! Which fixes are made: those that the user accepts, that need no refused one, and that do not meet
//! another.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::suppression::{Objection, Suppressed};
use crate::{
    change::Changes,
    engine::Options,
    finding::{Finding, Outcome, Verdict},
    rewrite::{self, Edit, Reexports, Rewrite},
    semantic::SemanticModel,
    source::{Source, TextRange},
    transform::{Answer, Fix, Forms, Moved, Refusal},
    transforms,
};

/// What is decided about, and by what.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) source: &'a Source,
    pub(super) model: &'a SemanticModel<'a>,
    pub(super) options: &'a Options,
    pub(super) suppressed: &'a Suppressed,
    pub(super) reexports: Reexports<'a>,
    /// What would be imported in place of AnyIO.
    pub(super) shadow: Option<&'a Path>,
    /// Why no fix at all may be made.
    pub(super) veto: Option<&'static str>,
}

/// What came of a file's answers.
pub(super) struct Accepted {
    pub(super) findings: Vec<Finding>,
    pub(super) edits: Vec<Edit>,
    pub(super) moved: Vec<Moved>,
}

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

/// Turns answers, of which no two are about the same name at the same place, into findings and the
/// edits of the fixes that are made.
pub(super) fn accept(request: Request<'_>, answers: Vec<Answer>) -> Accepted {
    let mut selection = Selection::new(request, &answers);
    selection.select();
    let edits = selection.render();
    let moved = selection.made().flat_map(|(_, candidate)| candidate.moved()).collect();
    let findings = answers.iter().map(|answer| selection.finding(answer)).collect();
    Accepted { findings, edits, moved }
}

/// The fixes of a file, while it is decided which of them are made.
struct Selection<'a> {
    request: Request<'a>,
    answers: &'a [Answer],
    candidates: Vec<Candidate>,
    /// By the range of a reference: the index of the candidate that accounts for it.
    owners: FxHashMap<TextRange, usize>,
}

impl<'a> Selection<'a> {
    fn new(request: Request<'a>, answers: &'a [Answer]) -> Self {
        let (candidates, owners) = Default::default();
        let mut selection = Self { request, answers, candidates, owners };
        for answer in answers {
            let Ok(forms) = &answer.outcome else { continue };
            if selection.owners.contains_key(&answer.range) {
                continue;
            }
            let candidate = selection.candidate(answer, forms);
            for range in &candidate.resolves {
                selection.owners.entry(*range).or_insert(selection.candidates.len());
            }
            selection.candidates.push(candidate);
        }
        selection
    }

    /// The first form that is accepted and whose floors are met; else the one that asks for least.
    fn candidate(&self, answer: &Answer, forms: &Forms) -> Candidate {
        let options = self.request.options;
        let met =
            |fix: &&Fix| fix.python <= options.target_version && fix.anyio <= options.anyio_version;
        let accepts = options.accept.of(answer.transform.name);
        let accepted = forms.iter().filter(met).find(|fix| accepts.contains_all(fix.changes));
        let least = || forms.iter().min_by_key(|fix| (!met(fix), fix.changes.iter().count()));
        let fix = accepted.or_else(least).cloned().unwrap_or_default();
        let mut resolves = fix.resolves.clone();
        resolves.push(answer.range);
        let objection = self.request.suppressed.objection(&fix, &resolves);
        let state = if !options.selects(answer.transform.name) {
            State::NotSelected
        } else if let Some(objection) = objection {
            State::HeldBack(self.objected(objection))
        } else if let Some(shadow) = self.request.shadow {
            let module = transforms::TARGET;
            State::HeldBack(format!(
                "`import {module}` may find `{}` here, which would have to be called something else first",
                shadow.display()
            ))
        } else if !met(&&fix) {
            State::HeldBack(floor(&fix, options))
        } else if accepted.is_none() {
            State::Offered
        } else if let Some(veto) = self.request.veto {
            State::HeldBack(veto.to_owned())
        } else {
            State::Made
        };
        let missing = match state {
            State::Offered => fix.changes.without(accepts),
            State::Made | State::NotSelected | State::HeldBack(_) => Changes::NONE,
        };
        Candidate { name: answer.name, fix, missing, resolves, state }
    }

    fn objected(&self, objection: Objection) -> String {
        match objection {
            Objection::Rewrites(reference) => format!(
                "the reference at line {}, which would be rewritten with it, is suppressed",
                self.line(reference)
            ),
            Objection::Parts(comment) => format!(
                "the suppression at line {} would no longer stand at what it speaks of",
                self.line(comment)
            ),
        }
    }

    /// The 1-based line on which `range` starts.
    fn line(&self, range: TextRange) -> usize {
        self.request.source.line_column(range.start()).line
    }

    fn made(&self) -> impl Iterator<Item = (usize, &Candidate)> {
        self.candidates.iter().enumerate().filter(|(_, c)| c.state == State::Made)
    }

    /// The rewrites of the fixes that are made, and which candidate each is of.
    fn chosen(&self) -> (Vec<usize>, Vec<&[Rewrite]>) {
        self.made().map(|(index, candidate)| (index, &*candidate.fix.rewrites)).unzip()
    }

    fn set(&mut self, index: usize, state: State) {
        if let Some(candidate) = self.candidates.get_mut(index) {
            candidate.state = state;
        }
    }

    /// Takes back fixes until every one that is left has what it requires and meets no other.
    fn select(&mut self) {
        loop {
            let before = self.made().count();
            self.drop_unmet();
            self.drop_conflicts();
            if self.made().count() == before {
                return;
            }
        }
    }

    fn drop_unmet(&mut self) {
        loop {
            let resolved: FxHashSet<TextRange> =
                self.made().flat_map(|(_, c)| c.resolves.iter().copied()).collect();
            let unmet = self.made().find_map(|(index, candidate)| {
                let range = candidate.fix.requires.iter().find(|range| !resolved.contains(range));
                range.map(|range| (index, self.unmet(*range)))
            });
            match unmet {
                Some((index, reason)) => self.set(index, State::HeldBack(reason)),
                None => return,
            }
        }
    }

    /// Why a fix cannot be made that needs the reference at `range` to be rewritten too.
    fn unmet(&self, range: TextRange) -> String {
        let owner = self.owners.get(&range).and_then(|index| self.candidates.get(*index));
        let answer = || self.answers.iter().find(|answer| answer.range == range);
        let why = match (owner.map(|candidate| &candidate.state), owner) {
            _ if self.request.suppressed.contains(range) => "is suppressed".to_owned(),
            (Some(State::Offered), Some(owner)) => {
                format!("waits for you to accept {}", owner.missing)
            }
            (Some(State::NotSelected), _) => "is not selected".to_owned(),
            (Some(_), _) => "is held back".to_owned(),
            (None, _) => match answer().map(|answer| &answer.outcome) {
                Some(Err(Refusal { verdict: Verdict::Keep, .. })) => "stays".to_owned(),
                Some(_) => "has to be done by hand".to_owned(),
                None => "is not known".to_owned(),
            },
        };
        format!("needs the reference at line {} to be rewritten too, which {why}", self.line(range))
    }

    fn drop_conflicts(&mut self) {
        let (chosen, fixes) = self.chosen();
        let Request { model, source, .. } = self.request;
        let outcomes = rewrite::compose(model, source.text(), &fixes);
        for (index, outcome) in chosen.iter().zip(outcomes) {
            if let Err(conflict) = outcome {
                self.set(*index, State::HeldBack(conflict.to_string()));
            }
        }
    }

    /// The edits of the fixes that are made, imports included.
    fn render(&mut self) -> Vec<Edit> {
        loop {
            let (chosen, fixes) = self.chosen();
            if fixes.is_empty() {
                return Vec::new();
            }
            let Request { model, source, reexports, .. } = self.request;
            match rewrite::render_reexporting(model, source.text(), &fixes, reexports) {
                Ok(edits) => return edits,
                Err(error) => {
                    if let Some(failed) = chosen.get(error.fix()).or(chosen.last()) {
                        self.set(*failed, State::HeldBack(error.to_string()));
                    }
                    self.drop_unmet();
                }
            }
        }
    }

    /// What is said of one reference.
    fn finding(&self, answer: &Answer) -> Finding {
        let blank = Finding {
            range: answer.range,
            name: answer.name.to_owned(),
            alias: self.request.model.alias_at(answer.range).map(ToString::to_string),
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
        let owner = self.owners.get(&answer.range);
        let candidate = owner.and_then(|index| self.candidates.get(*index));
        let finding = match (candidate, &answer.outcome) {
            (Some(candidate), _) => self.offered(blank, candidate),
            (None, Err(refusal)) => refused(blank, refusal),
            (None, Ok(_)) => blank,
        };
        match self.request.suppressed.contains(answer.range) {
            true => Finding { outcome: Outcome::Suppressed, missing: Changes::NONE, ..finding },
            false => finding,
        }
    }

    fn offered(&self, blank: Finding, candidate: &Candidate) -> Finding {
        let Request { model, source, reexports, .. } = self.request;
        let fix = &candidate.fix;
        let outcome = match &candidate.state {
            State::Made => Outcome::Rewritten,
            State::Offered => Outcome::Offered,
            State::NotSelected => Outcome::NotSelected,
            State::HeldBack(reason) => Outcome::HeldBack(reason.clone()),
        };
        let edits = match self.request.options.edits {
            true => {
                let fixes: [&[Rewrite]; 1] = [&fix.rewrites];
                rewrite::render_reexporting(model, source.text(), &fixes, reexports)
                    .unwrap_or_default()
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
}

/// What the fix needs, and how to say that there is such.
fn floor(fix: &Fix, options: &Options) -> String {
    let ((major, minor), (has_major, has_minor)) = (fix.anyio, options.anyio_version);
    if fix.anyio > options.anyio_version {
        return format!(
            "needs AnyIO {major}.{minor} or later, and the code has to work with \
             {has_major}.{has_minor}; require `anyio>={major}.{minor}`, or pass `--anyio-version {major}.{minor}`"
        );
    }
    let ((major, minor), (has_major, has_minor)) = (fix.python, options.target_version);
    format!(
        "needs Python {major}.{minor} or later, and the code has to run on \
         {has_major}.{has_minor}; raise `requires-python`, or pass `--target-version {major}.{minor}`"
    )
}

fn refused(blank: Finding, refusal: &Refusal) -> Finding {
    Finding {
        verdict: refusal.verdict,
        reason: refusal.reason.clone(),
        recipe: refusal.recipe.clone(),
        places: refusal.places.clone(),
        ..blank
    }
}
