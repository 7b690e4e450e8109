//! Timeouts after which the code only falls back: `move_on_after` says so without an exception.

use crate::{
    change::Change,
    rewrite::Rewrite,
    semantic::{Failing, Fallback},
    source::{TextRange, TextSize},
    transform::{Fix, Site},
};

/// What takes the place of a `try` statement whose clause falls back after a timeout.
pub struct MovingOn {
    fallback: Fallback,
    delay: TextRange,
}

/// How to move on after `delay` where the statement at `statement` has not ended, if the code around does
/// nothing but that with a timeout, and `covered`, what the scope covers, is not known to fail itself.
pub fn moving_on(
    site: &Site<'_>,
    statement: TextRange,
    covered: TextRange,
    delay: TextRange,
) -> Option<MovingOn> {
    let model = site.model;
    let fallback = model.nodes().fallback_of(statement)?;
    let class = site.source(fallback.class);
    // Before Python 3.11 the built-in class was another.
    let is_builtin = class == "TimeoutError"
        && site.options.target_version >= (3, 11)
        && model.builtin(class, fallback.class.start());
    let is_timeout = is_builtin || site.is_named(fallback.class, "asyncio.TimeoutError");
    let fails = matches!(model.failing_in(covered), Failing::Likely(_));
    (is_timeout && !fails).then_some(MovingOn { fallback, delay })
}

impl MovingOn {
    /// `fix`, in which the statement waits without a timeout of its own, with the scope in the place of the
    /// `try`. `None` where there is no room for it.
    pub fn fix(&self, site: &Site<'_>, fix: Fix) -> Option<Fix> {
        let Fallback { keyword, guarded, head, class, body, is_pass, returns } = self.fallback;
        let colon = site.source(TextRange::new(keyword.end(), guarded.start())).find(':')?;
        let colon = TextSize::try_from(colon + 1).ok()?;
        let opening = TextRange::new(keyword.start(), keyword.end() + colon);
        let has_comment = |range: TextRange| site.source(range).contains('#');
        let (below, before) =
            (TextRange::new(guarded.end(), body.end()), TextRange::new(head.start(), body.start()));
        let scope = "with ${anyio.move_on_after}($delay)";
        let (header, after) = if is_pass && !has_comment(below) {
            (format!("{scope}:"), Rewrite::replace(below, site.template("")))
        } else if returns && !has_comment(before) {
            (format!("{scope}:"), Rewrite::replace(before, site.template("")))
        } else {
            let name = site.model.fresh_scope(guarded)?;
            let test = site.template(&format!("if {name}.cancelled_caught"));
            (format!("{scope} as {name}:"), Rewrite::replace(head, test))
        };
        // The delay was evaluated where the statement stands, which is all that is guarded.
        let header = site.template_with(&header, &[("delay", self.delay)]).assume_pure();
        let mut fix = fix.changing([Change::ExceptionType]);
        fix.rewrites.extend([Rewrite::replace(opening, header), after.dropping([class])]);
        fix.resolves.push(class);
        fix.reason = format!(
            "moves on where the `except` clause did, which caught a `TimeoutError` of the code's own as well; {}",
            fix.reason
        );
        Some(fix)
    }
}
