#![doc = include_str!("doc.md")]

use crate::{
    change::Change,
    rewrite::Rewrite,
    source::TextRange,
    syntax::{Match, Pattern},
    transform::{Fix, Forms, Refusal, Site, Transform},
};

/// `asyncio.sleep`.
pub static TRANSFORM: Transform = Transform {
    name: "sleep",
    names: &["asyncio.sleep"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let found = site.shape("is used as a value, so what it will be called with is not known")?;
    let found = site.bind(found, &["delay", "result="])?;
    if let Some(statement) = forever(site, &found) {
        let with = site.template("await ${anyio.sleep_forever}()");
        let rewrites = [Rewrite::replace(statement, with)];
        return Fix::safe("nothing ends this but cancellation", rewrites).only();
    }
    match found.get_range("result") {
        Some(_) => with_result(site, &found),
        None => {
            let delay = found.range("delay");
            let reason = match site.model.is_non_negative(delay) {
                true => "does the same",
                false => "goes on taking a negative delay for zero",
            };
            let fix = Fix::safe(reason, delayed(site, &found));
            match may_lack_loop(site, delay) {
                true => fix.changing([Change::ExceptionType]).only(),
                false => fix.only(),
            }
        }
    }
}

/// Whether a coroutine may be stepped by hand to a sleep that takes no time: asyncio's then needs no
/// event loop, and no task.
fn may_lack_loop(site: &Site<'_>, delay: TextRange) -> bool {
    let takes_time = site.model.nodes().number(delay).is_some_and(|number| number > 0.0);
    !takes_time && site.project_holds(&[".send(None)"])
}

/// What is to be replaced where nothing comes after this sleep.
fn forever(site: &Site<'_>, found: &Match<'_>) -> Option<TextRange> {
    let awaited = found.get_range("await")?;
    let delay = found.range("delay");
    if site.is_named(delay, "math.inf") && found.get_range("result").is_none() {
        return Some(awaited);
    }
    let endless = site.model.nodes().endless_loop_around(awaited)?;
    site.model.nodes().number(delay).is_some_and(|n| n > 0.0).then_some(endless)
}

/// The call with the result left out, and a delay that is not negative.
fn delayed(site: &Site<'_>, found: &Match<'_>) -> Vec<Rewrite> {
    let delay = found.range("delay");
    let name = Rewrite::replace(site.range, site.template("${anyio.sleep}"));
    if site.model.is_non_negative(delay) {
        return vec![name];
    }
    let clamped = match site.model.nodes().number(delay) {
        Some(_) => site.template("0"),
        None => site.fill(found, "${builtins.max}(0, $delay)"),
    };
    vec![name, Rewrite::replace(delay, clamped)]
}

/// `x = await sleep(delay, result)`: the constant is used after the sleep.
fn with_result(site: &Site<'_>, found: &Match<'_>) -> Result<Forms, Refusal> {
    let result = found.range("result");
    let awaited = found.get_range("await").ok_or_else(|| {
        Refusal::new("is not awaited where it is called, so its result cannot be used after it")
    })?;
    let statement = site
        .model
        .nodes()
        .statement_of_value(awaited)
        .filter(|statement| !site.model.nodes().is_augmented(*statement))
        .ok_or_else(|| Refusal::new("its result is used inside a larger expression"))?;
    if !site.model.nodes().is_constant(result) {
        return Err(Refusal::new("its result may be another by the time the sleep is over")
            .recipe("assign the result first, sleep in a statement of its own, then use it"));
    }
    let call = match site.model.is_non_negative(found.range("delay")) {
        true => "await ${anyio.sleep}($delay)",
        false => "await ${anyio.sleep}(${builtins.max}(0, $delay))",
    };
    if site.model.nodes().is_expression_statement(statement) {
        let rewrites = [Rewrite::replace(awaited, site.fill(found, call))];
        return Fix::safe("nobody looks at the result", rewrites).only();
    }
    let sleep = Rewrite::before(statement, site.fill(found, call));
    let value = Rewrite::replace(awaited, site.fill(found, "$result"));
    Fix::safe("uses the result after the sleep", [sleep, value]).only()
}
