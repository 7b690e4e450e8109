//! How a statement with a `wait_for` in it comes to wait under a scope.

use crate::{
    change::{Change, Changes},
    rewrite::Rewrite,
    semantic::{Block, Turn},
    source::TextRange,
    syntax::Match,
    transform::{Fix, Forms, Refusal, Site},
    transforms::{
        cleanup::{tells_cause, timed},
        move_on::moving_on,
    },
};

/// What to do where there is no form.
pub const RECIPE: &str = "call it in a statement of its own, and use the result here";

/// What is put under the scope.
enum Covered {
    /// The whole statement: nothing else in it waits.
    Statement,
    /// What is awaited alone. Its value is kept in a variable of this name for the statement, which comes
    /// after the scope.
    Awaited(String),
}

/// Where what is awaited is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    /// Where it is awaited, inside the scope.
    Inside,
    /// In a statement before the scope.
    Before,
}

/// The ways to put a scope around what `found` awaits: one that moves on without an exception, where the
/// code around only falls back; the plainest; and one that evaluates everything when asyncio did where the
/// plainest does not.
///
/// # Errors
///
/// When there is none.
pub fn forms(site: &Site<'_>, found: &Match<'_>, turn: &Turn) -> Result<Forms, Refusal> {
    let covered = covered(site, found, turn)?;
    let inside = fix(site, found, turn, &covered, Made::Inside);
    let before = fix(site, found, turn, &covered, Made::Before);
    let mut forms: Forms = Vec::new();
    if let (Ok(inside), Covered::Statement) = (&inside, &covered) {
        forms.extend(moving(site, found, turn, inside));
    }
    match (inside, before) {
        (Ok(inside), Ok(before)) if inside.changes == before.changes => forms.push(inside),
        (Ok(inside), Ok(before)) => forms.extend([inside, before]),
        (Ok(fix), Err(_)) | (Err(_), Ok(fix)) => forms.push(fix),
        (Err(refusal), Err(_)) => return Err(refusal),
    }
    Ok(forms)
}

/// The form of `inside` that moves on where the code around the statement falls back.
fn moving(site: &Site<'_>, found: &Match<'_>, turn: &Turn, inside: &Fix) -> Option<Fix> {
    let (fut, timeout) = (found.range("fut"), found.range("timeout"));
    let moving = moving_on(site, turn.statement, fut, timeout)?;
    let is_scope = |rewrite: &Rewrite| matches!(rewrite, Rewrite::Wrap { statements, .. } if *statements == turn.statement);
    let mut fix = inside.clone();
    fix.rewrites.retain(|rewrite| !is_scope(rewrite));
    moving.fix(site, fix)
}

fn covered(site: &Site<'_>, found: &Match<'_>, turn: &Turn) -> Result<Covered, Refusal> {
    let nodes = site.model.nodes();
    let waits_alone = !turn.has_blocks
        && !nodes.suspends_outside(turn.statement, found.range("await"))
        && nodes.outliving_entry_within(turn.statement).is_none();
    if waits_alone {
        return Ok(Covered::Statement);
    }
    if nodes.is_assert(turn.statement) {
        return Err(
            Refusal::new("stands in an `assert` that does more than this call").recipe(RECIPE)
        );
    }
    variable(site, found, "result").map(Covered::Awaited)
}

/// A name for a new variable near the call.
fn variable(site: &Site<'_>, found: &Match<'_>, base: &str) -> Result<String, Refusal> {
    site.model.fresh_variable(base, found.range("call")).ok_or_else(|| {
        Refusal::new("needs a variable more, in a function that looks at all of its variables")
            .recipe(RECIPE)
    })
}

fn fix(
    site: &Site<'_>,
    found: &Match<'_>,
    turn: &Turn,
    covered: &Covered,
    made: Made,
) -> Result<Fix, Refusal> {
    let shifts = match made {
        Made::Inside => made_inside(site, found, turn)?,
        Made::Before => made_before(site, found, turn).map(|()| false)?,
    };
    let moves = made == Made::Before || matches!(covered, Covered::Awaited(_));
    let looked_up_later = moves && passes_lookups(site, turn)?;
    let rewrites = rewrites(site, found, turn, covered, made)?;
    // Then asyncio starts nothing, and AnyIO's scope lets the code run to its first checkpoint.
    let may_be_due = !site.model.is_positive(found.range("timeout"));
    let mut fix = Fix::safe("", rewrites);
    let mut clauses = Vec::new();
    let mut when = |condition: bool, change: Change, clause: &'static str| {
        if condition {
            fix.changes = fix.changes.union(Changes::of(&[change]));
            clauses.extend((!clause.is_empty()).then_some(clause));
        }
    };
    let (all, first) = match made {
        Made::Inside => (shifts || may_be_due, false),
        Made::Before => (false, may_be_due),
    };
    when(all, Change::StartOrder, "its arguments and its first step run inside the scope");
    when(first, Change::StartOrder, "its first step runs inside the scope");
    let later = "what the statement looks up before it is looked up after it";
    when(looked_up_later, Change::StartOrder, later);
    let in_task = super::runs_in_a_task(site);
    when(in_task, Change::Contextvars, "runs in the caller's own task and context");
    let old = site.options.target_version < (3, 11);
    when(old || tells_cause(site), Change::ExceptionType, "");
    fix.reason = clauses.join("; ");
    timed(site, Block::Awaited(found.range("fut")), fix)
}

/// Whether something is evaluated at another time when the timeout comes first and all else is evaluated
/// inside the scope.
fn made_inside(site: &Site<'_>, found: &Match<'_>, turn: &Turn) -> Result<bool, Refusal> {
    let (model, nodes) = (site.model, site.model.nodes());
    let (fut, timeout) = (found.range("fut"), found.range("timeout"));
    if nodes.contains_await_or_yield(fut) {
        return Err(Refusal::new("an argument is awaited before the clock starts")
            .recipe("await that argument in a statement of its own first"));
    }
    if nodes.meets_walrus(timeout, turn.statement) {
        return Err(Refusal::new("the timeout uses a name that is bound in the same statement")
            .recipe("bind it in a statement of its own first"));
    }
    let is_quiet = model.is_quiet(timeout) && model.has_quiet_arguments(fut);
    let acting = turn.before.iter().find(|range| !nodes.acts(**range).is_empty());
    if let Some(acting) = acting.filter(|_| !model.is_quiet(timeout)) {
        return Err(comes_before(*acting));
    }
    Ok(acting.is_some() || !(is_quiet || model.makes_coroutine_quietly(fut)))
}

/// Refuses to make what is awaited first where the timeout is written before it and could tell.
fn made_before(site: &Site<'_>, found: &Match<'_>, turn: &Turn) -> Result<(), Refusal> {
    let (model, timeout) = (site.model, found.range("timeout"));
    let is_settled =
        model.is_settled(timeout) && !model.nodes().meets_walrus(timeout, turn.statement);
    match is_settled || found.range("fut").start() < timeout.start() {
        true => Ok(()),
        false => Err(Refusal::new("the timeout is evaluated before what it is for")),
    }
}

/// Whether something that the statement evaluates before the call is evaluated after it once the call comes
/// out of the statement, and could tell.
fn passes_lookups(site: &Site<'_>, turn: &Turn) -> Result<bool, Refusal> {
    let (model, nodes) = (site.model, site.model.nodes());
    let mut passes = false;
    for range in &turn.before {
        let is_settled = model.is_settled(*range);
        // What a variable or attribute holds may change meanwhile; which function it is seldom does.
        let is_function = model.is_quiet(*range) && nodes.call_of(*range).is_some();
        let is_bound = nodes.meets_walrus(*range, turn.statement);
        if !(is_settled || is_function) || is_bound {
            return Err(comes_before(*range));
        }
        passes |= !is_settled;
    }
    Ok(passes)
}

fn comes_before(part: TextRange) -> Refusal {
    Refusal::new("other parts of its statement come before it")
        .at(part, "evaluated first")
        .recipe(RECIPE)
}

fn rewrites(
    site: &Site<'_>,
    found: &Match<'_>,
    turn: &Turn,
    covered: &Covered,
    made: Made,
) -> Result<Vec<Rewrite>, Refusal> {
    let (call, statement) = (found.range("call"), turn.statement);
    // The order of what moves was looked at above; conservation knows less of it.
    let fill = |text: &str| site.fill(found, text).assume_pure();
    let (first, value) = match made {
        Made::Inside => (None, "$fut".to_owned()),
        Made::Before => {
            let is_coroutine = site.model.makes_coroutine(found.range("fut"));
            let base = if is_coroutine { "coroutine" } else { "awaitable" };
            let name = variable(site, found, base)?;
            (Some(Rewrite::before(statement, fill(&format!("{name} = $fut")))), name)
        }
    };
    let scope = "with ${anyio.fail_after}($timeout):";
    let rest = match covered {
        Covered::Statement => {
            [Rewrite::replace(call, fill(&value)), Rewrite::wrap(statement, fill(scope))]
        }
        Covered::Awaited(name) => {
            let awaited = found.range("await");
            let place =
                site.model.nodes().removable_parentheses(awaited, site.model.ast(), site.text);
            [
                Rewrite::before(statement, fill(&format!("{scope}\n    {name} = await {value}"))),
                Rewrite::replace(place.unwrap_or(awaited), site.template(name)).dropping([awaited]),
            ]
        }
    };
    Ok(first.into_iter().chain(rest).collect())
}
