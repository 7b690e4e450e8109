//! Which end of the stream each holder of a queue needs.

use crate::{
    semantic::{Held, HeldKind, Inflow, Inlet, Object, Use, UseKind},
    source::TextRange,
    transform::{Refusal, Site},
    transforms::{elsewhere, left, support},
};

/// One end of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Send,
    Receive,
}

impl End {
    /// What the end of a stream is called whose queue was called `name`.
    fn called(self, name: &str) -> String {
        let is_constant =
            name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
        match (self, is_constant) {
            (Self::Send, true) => format!("{name}_SEND"),
            (Self::Receive, true) => format!("{name}_RECEIVE"),
            (Self::Send, false) => format!("{name}_send"),
            (Self::Receive, false) => format!("{name}_receive"),
        }
    }
}

/// The ends that a holder has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Ends {
    pub(super) send: bool,
    pub(super) receive: bool,
}

impl Ends {
    const BOTH: Self = Self { send: true, receive: true };

    fn of(end: End) -> Self {
        Self { send: end == End::Send, receive: end == End::Receive }
    }

    fn union(self, other: Self) -> Self {
        Self { send: self.send || other.send, receive: self.receive || other.receive }
    }

    fn is_empty(self) -> bool {
        self == Self::default()
    }

    pub(super) fn are_both(self) -> bool {
        self == Self::BOTH
    }
}

/// A queue, everything that holds it, and the ends that each holder gets.
pub(super) struct Split {
    pub(super) object: Object,
    /// By holder.
    ends: Vec<Ends>,
}

impl Split {
    /// The queue that the reference makes or annotates.
    ///
    /// # Errors
    ///
    /// A refusal that points at the place where it is used as one object.
    pub(super) fn of(site: &Site<'_>) -> Result<Self, Refusal> {
        let object = support::followed(site, &["maxsize="])?;
        support::fitting(&object, |used| match needed(used) {
            Ok(_) => support::Fits::Yes,
            Err(reason) => support::Fits::No(reason),
        })?;
        check(site, &object)?;
        let ends = ends(&object);
        let split = Self { object, ends };
        split.check_names(site)?;
        Ok(split)
    }

    /// The ends that the holder with this index gets.
    pub(super) fn ends(&self, holder: usize) -> Ends {
        self.ends.get(holder).copied().unwrap_or_default()
    }

    /// What the holder is called for one of its ends.
    pub(super) fn name(&self, holder: usize, end: End) -> String {
        let name = self.object.held.get(holder).map_or("", |held| &held.name);
        match self.ends(holder).are_both() {
            true => end.called(name),
            false => name.to_owned(),
        }
    }

    /// The holder that `used` reads, and the end that it is used with.
    pub(super) fn used(&self, used: &Use) -> Option<(usize, End)> {
        let holder = self.object.holder_read_at(used.object)?;
        let ends = self.ends(holder);
        let asks = if ends.receive { End::Receive } else { End::Send };
        Some((holder, needed(used).ok()?.unwrap_or(asks)))
    }

    /// Refuses where a name for an end is taken.
    fn check_names(&self, site: &Site<'_>) -> Result<(), Refusal> {
        for index in 0..self.object.held.len() {
            for end in [End::Send, End::Receive] {
                let name = self.name(index, end);
                if self.ends(index).are_both() && holds_word(site.text, &name) {
                    return Err(Refusal::new(format!(
                        "`{name}`, which one end of the stream would be called, is taken"
                    )));
                }
            }
        }
        Ok(())
    }
}

/// The end that a use needs; `None` if either will do.
///
/// # Errors
///
/// Why neither will.
pub(super) fn needed(used: &Use) -> Result<Option<End>, &'static str> {
    match &used.kind {
        UseKind::Method { name, .. } => match name.as_str() {
            "put" | "put_nowait" => Ok(Some(End::Send)),
            "get" | "get_nowait" => Ok(Some(End::Receive)),
            "qsize" | "empty" | "full" => Ok(None),
            "join" | "task_done" => Err("a stream does not count which items are done"),
            "shutdown" => {
                Err("a stream is shut down by closing its ends, and says so with other errors")
            }
            _ => Err("a stream has no such method"),
        },
        UseKind::Attribute { name, .. } => match name.as_str() {
            "put" | "put_nowait" => Ok(Some(End::Send)),
            "get" | "get_nowait" => Ok(Some(End::Receive)),
            _ => Err("a stream has no such attribute"),
        },
        UseKind::Test => Ok(None),
        UseKind::With { .. } => Err("a queue is no context manager"),
        UseKind::Awaited => Err("a queue is not awaited itself"),
        UseKind::Argument { .. } => Err(
            "it is handed as one object to code that was not followed, and a stream has two ends",
        ),
    }
}

/// Refuses a queue that is not only held, handed on and used where both can be told apart.
fn check(site: &Site<'_>, object: &Object) -> Result<(), Refusal> {
    let refused = |range: TextRange, text: &'static str| {
        Refusal::new("not every use of it can be followed").at(range, text)
    };
    if let Some(place) = object.doubtful.first() {
        return Err(refused(*place, "may be the same queue, of an object that was not followed"));
    }
    for creation in &object.creations {
        let call = creation.call.ok_or_else(|| {
            refused(
                creation.class,
                "makes a queue whenever it is called, and both ends would have to be made at once",
            )
        })?;
        let kept = object.held.iter().flat_map(|held| &held.inflows);
        if !kept.into_iter().any(|inflow| inflow.value == Some(call)) {
            return Err(refused(call, "is used before it has a name"));
        }
    }
    for held in &object.held {
        if let Some(place) = held.deletes.first() {
            return Err(refused(*place, "is deleted here"));
        }
        for read in &held.reads {
            let is_moved = |inflow: &Inflow| inflow.value == Some(*read);
            let is_used = object.uses.iter().any(|used| used.object == *read)
                || object.held.iter().any(|other| other.inflows.iter().any(is_moved));
            if !is_used {
                return Err(refused(*read, "is used in a way that was not followed"));
            }
        }
        for inflow in &held.inflows {
            let Some(value) = inflow.value else { continue };
            let is_made = object.creations.iter().any(|made| made.call == Some(value));
            let is_default = matches!(inflow.into, Inlet::Parameter { .. });
            let is_queue = is_made || object.holder_read_at(value).is_some();
            let known = is_queue && !is_default || site.model.nodes().is_none(value);
            if !known {
                return Err(refused(value, "is one of several values"));
            }
        }
        if let Some(function) = held.function
            && let Some(place) = site.model.overriding(function)
        {
            return Err(refused(place, "may be called in place of the method that takes it"));
        }
    }
    for used in &object.uses {
        if used.kind == UseKind::Test && site.model.nodes().is_told_apart(used.object) {
            return Err(refused(used.object, "is compared with another, and has two ends then"));
        }
        if object.holder_read_at(used.object).is_none() {
            return Err(refused(used.object, "is one of several values"));
        }
    }
    used_elsewhere(site, object)
}

/// Refuses where another file of the project names what would be called something else.
fn used_elsewhere(site: &Site<'_>, object: &Object) -> Result<(), Refusal> {
    let nodes = site.model.nodes();
    let named = |held: &Held| match held.kind {
        HeldKind::Parameter => {
            let function = held.function?;
            let name = site.source(nodes.name_of_function(function)?);
            // Who makes an object names its class.
            match name {
                "__init__" => site.model.class_around(function).map(str::to_owned),
                name => Some(name.to_owned()),
            }
        }
        HeldKind::Attribute | HeldKind::Variable => elsewhere::spelled(object, held),
    };
    // A base that is written elsewhere uses what its objects have, and calls their methods.
    let is_inherited = |held: &Held| match (held.kind, held.function) {
        (HeldKind::Parameter, Some(function)) => {
            let name = nodes.name_of_function(function);
            name.is_some_and(|name| site.source(name) != "__init__")
                && site.model.class_of_method(function).is_some()
                && site.model.inherits_from_elsewhere(nodes.range(function))
        }
        (HeldKind::Attribute, _) => elsewhere::is_inherited(site, held),
        (HeldKind::Variable | HeldKind::Parameter, _) => false,
    };
    let patched = &site.options.patched;
    for held in &object.held {
        let Some(name) = named(held) else { continue };
        let of_any = is_inherited(held);
        // What another file called so becomes this in the same run.
        let of_ends = match held.kind {
            HeldKind::Parameter => Vec::new(),
            _ => [End::Send, End::Receive].map(|end| end.called(&name)).to_vec(),
        };
        for name in std::iter::once(name).chain(of_ends) {
            let files = patched.files_naming(site.path, &name);
            let mut users = files.iter().filter(|naming| of_any || naming.imports);
            if let Some((user, line)) = users.find_map(|user| Some((user, user.line_of(&name)?))) {
                return Err(Refusal::new(format!(
                    "`{}` is used in `{}:{line}`, which would have to be given the right end of the stream, too",
                    name.trim_start_matches('.'),
                    user.file.display()
                )));
            }
        }
    }
    Ok(())
}

/// The ends that each holder needs, for itself and for those that it is handed on to.
fn ends(object: &Object) -> Vec<Ends> {
    let mut ends: Vec<Ends> = object.held.iter().map(|held| own(object, &held.reads)).collect();
    for (index, held) in object.held.iter().enumerate() {
        let is_made = |value: TextRange| object.creations.iter().any(|m| m.call == Some(value));
        if held.inflows.iter().filter_map(|inflow| inflow.value).any(is_made) {
            set(&mut ends, index, Ends::BOTH);
        }
    }
    loop {
        spread(object, &mut ends);
        let Some(unused) = ends.iter().position(|ends| ends.is_empty()) else { return ends };
        let sources = sources(object, unused);
        let given = sources.iter().filter_map(|source| ends.get(*source));
        let only_send = given.into_iter().any(|ends| ends.send && !ends.receive);
        let end = if only_send { End::Send } else { End::Receive };
        set(&mut ends, unused, Ends::of(end));
    }
}

/// The ends that the uses of what is read at `reads` need.
fn own(object: &Object, reads: &[TextRange]) -> Ends {
    let uses = object.uses.iter().filter(|used| reads.contains(&used.object));
    let needed = uses.filter_map(|used| needed(used).ok().flatten());
    needed.fold(Ends::default(), |ends, end| ends.union(Ends::of(end)))
}

/// Gives each holder what those need that it is handed on to, and those that are the same one.
fn spread(object: &Object, ends: &mut [Ends]) {
    let mut changed = true;
    while changed {
        changed = false;
        for index in 0..object.held.len() {
            let needed = ends.get(index).copied().unwrap_or_default();
            for other in sources(object, index).into_iter().chain(same(object, index)) {
                let had = ends.get(other).copied().unwrap_or_default();
                set(ends, other, needed);
                changed |= ends.get(other) != Some(&had);
            }
        }
    }
}

fn set(ends: &mut [Ends], index: usize, more: Ends) {
    if let Some(ends) = ends.get_mut(index) {
        *ends = ends.union(more);
    }
}

/// The holders whose value is put into the holder `index`.
fn sources(object: &Object, index: usize) -> Vec<usize> {
    let inflows = object.held.get(index).into_iter().flat_map(|held| &held.inflows);
    let values = inflows.filter_map(|inflow| inflow.value);
    values.filter_map(|value| object.holder_read_at(value)).collect()
}

/// The holders that are named at the same places as the holder `index`: an attribute of a class and of
/// its subclass.
fn same(object: &Object, index: usize) -> Vec<usize> {
    let Some(held) = object.held.get(index) else { return Vec::new() };
    let others = object.held.iter().enumerate().filter(|(other, _)| *other != index);
    let shares = |other: &Held| {
        other.reads.iter().any(|read| held.reads.contains(read))
            || other.inflows.iter().any(|inflow| held.inflows.contains(inflow))
    };
    others.filter(|(_, other)| shares(other)).map(|(other, _)| other).collect()
}

/// Whether `text` holds `word`, not as a part of another.
fn holds_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// What to do by hand with a queue.
pub(super) fn by_hand(site: &Site<'_>, refusal: Refusal) -> Refusal {
    match left::refusal(site).recipe {
        Some(recipe) if refusal.recipe.is_none() => refusal.recipe(recipe),
        _ => refusal,
    }
}
