//! What becomes of errors of the children, and the functions that keep what the program sees of them.

use crate::{
    semantic::{Failing, Observer},
    source::TextRange,
    transform::Site,
    transforms::emitted::Emitted,
};

use super::{Gather, children::Children};

/// Gives errors as results.
pub static OUTCOME: Emitted = Emitted {
    names: &["outcome_of", "result_or_error"],
    code: include_str!("outcome.py"),
    mark: "Wait for a result, or give the error that comes in its place.",
};

/// Raises the error of a child by itself.
pub(super) static FIRST_ERROR: Emitted = Emitted {
    names: &["gather_first_error", "gather_unwrapped"],
    code: include_str!("first_error.py"),
    mark: "Run coroutines together; the first error is raised by itself.",
};

/// Who sees an error of a child by itself now, and would see an `ExceptionGroup`.
pub(super) fn observer(site: &Site<'_>, gather: Gather, children: &Children) -> Option<TextRange> {
    let observer = site.model.observer(gather.call)?;
    let failing = children.made.iter().map(|made| failing(site, *made));
    let failing = failing.fold(Failing::Never, |worst, one| match (worst, one) {
        (Failing::Likely(place), _) | (_, Failing::Likely(place)) => Failing::Likely(place),
        (Failing::Unknown(place), _) | (_, Failing::Unknown(place)) => Failing::Unknown(place),
        (Failing::Never, Failing::Never) => Failing::Never,
    });
    let sees = match (failing, observer) {
        (Failing::Never, _) | (Failing::Unknown(_), Observer::Looking(_)) => false,
        (Failing::Likely(_), _) | (Failing::Unknown(_), Observer::Selecting(_)) => true,
    };
    sees.then(|| observer.range())
}

fn failing(site: &Site<'_>, made: TextRange) -> Failing {
    match site.model.nodes().callee_of(made) {
        Some(_) => site.model.failing(made),
        None => match site.model.failing_function(made) {
            Some(failing) => failing,
            None => Failing::Unknown(made),
        },
    }
}
