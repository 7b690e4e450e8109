//! The rewrites that make the two ends of a stream out of a queue.

use super::{
    ends::{End, Split, by_hand},
    errors, kept, size, stapled,
};
use crate::{
    change::Change,
    finding::Note,
    rewrite::Rewrite,
    semantic::{CallValue, Inflow, Inlet, Object, Use, UseKind},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site},
    transforms::support::{self, collected},
};

/// The places that a finding shows.
const SHOWN: usize = 12;

/// The forms for the queue that the reference makes or annotates.
pub(super) fn forms(site: &Site<'_>) -> Result<Forms, Refusal> {
    let object = collected(site, &["maxsize="]).map_err(|it| by_hand(site, it))?;
    if kept::is_counted(&object) {
        return kept::fix(site, &object).map_err(|refusal| by_hand(site, refusal))?.only();
    }
    let split = match Split::of(site) {
        Ok(split) => split,
        Err(split) => {
            let is_collected = support::followed(site, &["maxsize="]).is_err();
            let fix = stapled::fix(site, &object).map_err(|refusal| match is_collected {
                true => by_hand(site, refusal),
                false => by_hand(site, split),
            });
            return fix?.only();
        }
    };
    let unbounded = size::is_unbounded(site, &split.object)?;
    let mut writing = Writing { site, split: &split, unbounded, rewrites: Vec::new() };
    writing.holders().map_err(|refusal| by_hand(site, refusal))?;
    for used in &split.object.uses {
        writing.used(used)?;
    }
    let rewrites = writing.rewrites;
    let mut fix =
        Fix::safe("becomes the two ends of a stream, each handed to who uses it", rewrites);
    fix.resolves.clone_from(&split.object.annotations);
    fix.resolves.extend(split.object.creations.iter().map(|creation| creation.class));
    fix.requires = errors::catching(site, &split.object);
    fix = scheduled(&split.object, unbounded, fix);
    fix = errors::unguarded(site, &split.object, unbounded, fix);
    if let Some((range, name)) = split.object.public.first() {
        fix = fix.changing([Change::PublicApi]);
        fix.places.push(Note::new(*range, format!("`{name}` may be used by other files")));
    }
    fix.places.truncate(SHOWN);
    fix.only()
}

/// What changes of when tasks run, and of who gets an item first.
pub(super) fn scheduled(object: &Object, unbounded: bool, mut fix: Fix) -> Fix {
    let mut names = object.uses.iter().filter_map(method);
    let waits = |name: &str| name == "get" || name == "put" && !unbounded;
    let asks =
        |name: &str| matches!(name, "qsize" | "empty" | "full" | "get_nowait" | "put_nowait");
    let (mut has_waits, mut has_asks, mut has_get) = (false, false, false);
    for name in &mut names {
        has_waits |= waits(name);
        has_get |= name == "get";
        has_asks |= asks(name) && (name != "put_nowait" || !unbounded);
    }
    if has_waits {
        fix.reason
            .push_str("; other tasks run whenever an item is received, or sent to a bounded one");
        fix = fix.changing([Change::SwitchPoint]);
    }
    if has_get || has_asks && has_waits {
        fix.reason.push_str("; an item goes to who waits for one as soon as it is sent");
        fix = fix.changing([Change::StartOrder]);
    }
    fix
}

/// The method that a use is of.
pub(super) fn method(used: &Use) -> Option<&str> {
    match &used.kind {
        UseKind::Method { name, .. } | UseKind::Attribute { name, .. } => Some(name),
        UseKind::With { .. } | UseKind::Test | UseKind::Awaited | UseKind::Argument { .. } => None,
    }
}

/// The rewrites of one queue, as they are found.
pub(super) struct Writing<'s, 'a> {
    pub(super) site: &'s Site<'a>,
    pub(super) split: &'s Split,
    unbounded: bool,
    rewrites: Vec<Rewrite>,
}

impl Writing<'_, '_> {
    pub(super) fn push(&mut self, rewrite: Rewrite) {
        if !self.rewrites.contains(&rewrite) {
            self.rewrites.push(rewrite);
        }
    }

    /// Replaces the code at `range` by `text`, a template without holes.
    pub(super) fn replace(&mut self, range: TextRange, text: &str) {
        if self.site.source(range) != text {
            self.push(Rewrite::replace(range, self.site.template(text)));
        }
    }

    /// What is put into each holder, and where each is declared.
    fn holders(&mut self) -> Result<(), Refusal> {
        let split = self.split;
        for (index, held) in split.object.held.iter().enumerate() {
            let is_both = split.ends(index).are_both();
            for declared in held.declared.iter().filter(|_| is_both) {
                self.replace(*declared, &self.both(index, ""));
            }
            for inflow in &held.inflows {
                match inflow.into {
                    Inlet::Target { target, annotation } => {
                        self.target(index, *inflow, target, annotation)?;
                    }
                    Inlet::Parameter { parameter, name, annotation } => {
                        self.parameter(index, *inflow, (parameter, name), annotation)?;
                    }
                    Inlet::Argument { keyword } => self.argument(index, *inflow, keyword)?,
                }
            }
        }
        Ok(())
    }

    /// `prefix.x_send, prefix.x_receive`.
    fn both(&self, index: usize, prefix: &str) -> String {
        let send = self.split.name(index, End::Send);
        let receive = self.split.name(index, End::Receive);
        format!("{prefix}{send}, {prefix}{receive}")
    }

    /// What stands before the identifier of the name or attribute at `range`.
    fn prefix(&self, range: TextRange) -> Result<String, Refusal> {
        let nodes = self.site.model.nodes();
        let identifier = nodes.identifier_of(range).filter(|_| nodes.is_chain(range));
        let identifier = identifier.ok_or_else(|| {
            Refusal::new("what holds it is looked up anew, and would have to be for each end")
                .at(range, "looked up here")
        })?;
        Ok(self.site.source(TextRange::new(range.start(), identifier.start())).replace('$', "$$"))
    }

    /// Both ends in the place of the name or attribute at `range`, as an element of a tuple in
    /// parentheses of their own.
    fn both_at(&self, index: usize, range: TextRange) -> Result<String, Refusal> {
        let both = self.both(index, &self.prefix(range)?);
        Ok(match self.site.model.nodes().is_element(range) {
            true => format!("({both})"),
            false => both,
        })
    }

    fn target(
        &mut self,
        index: usize,
        inflow: Inflow,
        target: TextRange,
        annotation: Option<TextRange>,
    ) -> Result<(), Refusal> {
        let Some(value) = inflow.value else {
            return self.declaration(index, target, annotation, "");
        };
        if !self.split.ends(index).are_both() {
            if let Some(annotation) = annotation {
                self.annotation(annotation, self.only_end(index));
            }
            return self.moved(index, value);
        }
        let nodes = self.site.model.nodes();
        if nodes.is_none(value) {
            if nodes.is_element(target) {
                self.replace(value, "(None, None)");
            } else if annotation.is_some() {
                return self.declaration(index, target, annotation, " = None");
            } else {
                let both = self.both_at(index, target)?.replace(", ", " = ");
                self.replace(target, &both);
                return Ok(());
            }
        }
        let both = self.both_at(index, target)?;
        let whole = annotation.map_or(target, |annotation| target.cover(annotation));
        self.replace(whole, &both);
        if let Some(call) = self.made_at(value) {
            return self.creation(call, annotation);
        }
        self.moved(index, value)
    }

    /// A name that is declared with its type, and perhaps given `None`.
    fn declaration(
        &mut self,
        index: usize,
        target: TextRange,
        annotation: Option<TextRange>,
        value: &str,
    ) -> Result<(), Refusal> {
        let Some(annotation) = annotation else { return Ok(()) };
        if !self.split.ends(index).are_both() {
            self.annotation(annotation, self.only_end(index));
            return Ok(());
        }
        let nodes = self.site.model.nodes();
        let statement = nodes.enclosing_statement(target).map(|id| nodes.range(id));
        let statement =
            statement.ok_or_else(|| Refusal::new("a declaration of it cannot be read"))?;
        let prefix = self.prefix(target)?;
        let receive = self.split.name(index, End::Receive);
        let class = self.annotated(annotation, End::Receive);
        if let (None, Some(place), true) =
            (&class, self.other_in(annotation), nodes.enclosing_function(target).is_none())
        {
            return Err(Refusal::new("its type would have to be written for each end")
                .at(place, "named here"));
        }
        let class = class.map_or_else(String::new, |class| format!(": {class}"));
        self.replace(target, &format!("{prefix}{}", self.split.name(index, End::Send)));
        self.annotation(annotation, End::Send);
        if !(class.is_empty() && value.is_empty()) {
            let other = format!("{prefix}{receive}{class}{value}");
            self.push(Rewrite::after(statement, self.site.template(&other)));
        }
        Ok(())
    }

    fn parameter(
        &mut self,
        index: usize,
        inflow: Inflow,
        (parameter, name): (TextRange, TextRange),
        annotation: Option<TextRange>,
    ) -> Result<(), Refusal> {
        if !self.split.ends(index).are_both() {
            if let Some(annotation) = annotation {
                self.annotation(annotation, self.only_end(index));
            }
            return Ok(());
        }
        let default = if inflow.value.is_some() { " = None" } else { "" };
        let plain = default.replace(' ', "");
        let [send, receive] = [End::Send, End::Receive].map(|end| self.split.name(index, end));
        let class = annotation.and_then(|range| self.annotated(range, End::Receive));
        let second = match class {
            Some(class) => format!("{receive}: {class}{default}"),
            None => format!("{receive}{plain}"),
        };
        let Some(annotation) = annotation else {
            let whole = inflow.value.map_or(parameter, |default| parameter.cover(default));
            self.replace(whole, &format!("{send}{plain}, {second}"));
            return Ok(());
        };
        let end = inflow.value.map_or(annotation.start(), |default| default.start());
        if self.site.source(TextRange::new(name.end(), end)).contains('(') {
            return Err(Refusal::new("its type or default stands in parentheses of its own")
                .at(parameter, "declared here"));
        }
        self.replace(name, &send);
        self.annotation(annotation, End::Send);
        // What ends the parameter is `None` or the annotation, which nothing else is written for.
        let gap = self.site.model.gap_after_parameter(parameter, inflow.value);
        let gap = gap.ok_or_else(|| {
            Refusal::new("a parameter cannot be read").at(parameter, "declared here")
        })?;
        let with = format!("{}{second}{}", gap.before, gap.after);
        self.replace(gap.token, &with);
        Ok(())
    }

    fn argument(
        &mut self,
        index: usize,
        inflow: Inflow,
        keyword: Option<TextRange>,
    ) -> Result<(), Refusal> {
        let Some(value) = inflow.value else { return Ok(()) };
        if let Some(call) = self.made_at(value) {
            return Err(Refusal::new("is made where it is passed, and has two ends")
                .recipe("assign it to a variable first")
                .at(call, "made here"));
        }
        if !self.split.ends(index).are_both() {
            return self.moved(index, value);
        }
        let given = |end: End| -> Result<String, Refusal> {
            match self.split.object.holder_read_at(value) {
                Some(source) => {
                    Ok(format!("{}{}", self.prefix(value)?, self.split.name(source, end)))
                }
                None => Ok("None".to_owned()),
            }
        };
        let (send, receive) = (given(End::Send)?, given(End::Receive)?);
        if let Some(name) = keyword {
            let [first, second] = [End::Send, End::Receive].map(|end| self.split.name(index, end));
            self.replace(name.cover(value), &format!("{first}={send}, {second}={receive}"));
            return Ok(());
        }
        let gap = self.site.model.gap_after(value).ok_or_else(|| {
            Refusal::new("stands in parentheses of its own where it is passed, and has two ends")
                .at(value, "passed here")
        })?;
        self.replace(value, &send);
        let with = format!("{}{receive}{}", gap.before, gap.after);
        self.replace(gap.token, &with);
        Ok(())
    }

    /// The value at `value`, which another holder has, becomes what the holder `index` needs of it.
    fn moved(&mut self, index: usize, value: TextRange) -> Result<(), Refusal> {
        let is_both = self.split.ends(index).are_both();
        let Some(source) = self.split.object.holder_read_at(value) else {
            if is_both && self.site.model.nodes().is_none(value) {
                self.replace(value, "None, None");
            }
            return Ok(());
        };
        if is_both {
            let both = self.both(source, &self.prefix(value)?);
            let both = match self.site.model.nodes().is_element(value) {
                true => format!("({both})"),
                false => both,
            };
            self.replace(value, &both);
            return Ok(());
        }
        self.renamed(value, source, self.only_end(index));
        Ok(())
    }

    /// The name or attribute at `read` becomes the one that holds this end.
    fn renamed(&mut self, read: TextRange, holder: usize, end: End) {
        if let Some(identifier) = self.site.model.nodes().identifier_of(read) {
            self.replace(identifier, &self.split.name(holder, end));
        }
    }

    /// The end of a holder that has one.
    fn only_end(&self, index: usize) -> End {
        if self.split.ends(index).send { End::Send } else { End::Receive }
    }

    /// The call at `value`, if it makes a queue.
    fn made_at(&self, value: TextRange) -> Option<TextRange> {
        let calls = self.split.object.creations.iter().filter_map(|creation| creation.call);
        calls.into_iter().find(|call| *call == value)
    }

    fn used(&mut self, used: &Use) -> Result<(), Refusal> {
        let Some((holder, end)) = self.split.used(used) else { return Ok(()) };
        let nodes = self.site.model.nodes();
        if let UseKind::Method { name, call, .. } = &used.kind
            && matches!(name.as_str(), "qsize" | "empty" | "full")
        {
            let stream = self.split.name(holder, end);
            return self.asked(name, *call, used.object, &stream);
        }
        self.renamed(used.object, holder, end);
        match &used.kind {
            UseKind::Method { name, call, value } => {
                let awaited = matches!(value, CallValue::AwaitDropped | CallValue::AwaitUsed);
                let callee = nodes.callee_of(*call).and_then(|callee| nodes.identifier_of(callee));
                match (name.as_str(), callee) {
                    ("put", Some(method)) if self.unbounded && awaited => {
                        self.replace(method, "send_nowait");
                        if let Some(awaited) = nodes.await_of(*call) {
                            let template = self.site.template_with("$call", &[("call", *call)]);
                            self.push(Rewrite::replace(awaited, template).dropping([awaited]));
                        }
                    }
                    (_, Some(method)) => self.replace(method, counterpart(name)),
                    (_, None) => {}
                }
            }
            UseKind::Attribute { name, range } => {
                if let Some(method) = nodes.identifier_of(*range) {
                    self.replace(method, counterpart(name));
                }
            }
            UseKind::Test | UseKind::Awaited | UseKind::With { .. } | UseKind::Argument { .. } => {}
        }
        Ok(())
    }

    /// `qsize()` and the like are read from the stream's statistics.
    fn asked(
        &mut self,
        name: &str,
        call: TextRange,
        object: TextRange,
        stream: &str,
    ) -> Result<(), Refusal> {
        let site = self.site;
        let statistics = format!("{}{stream}.statistics()", self.prefix(object)?);
        let used = format!("{statistics}.current_buffer_used");
        let most = format!("{statistics}.max_buffer_size");
        let negated = site.model.nodes().negation_of(call);
        let (range, text) = match (name, negated) {
            ("qsize", _) => (call, used),
            ("empty", Some(negated)) => (negated, format!("{used} > 0")),
            ("empty", None) => (call, format!("{used} == 0")),
            (_, Some(negated)) => (negated, format!("{used} < {most}")),
            (_, None) => (call, format!("{used} >= {most}")),
        };
        self.push(Rewrite::replace(range, site.template(&text)).dropping([call]));
        Ok(())
    }
}

/// What a stream calls a queue's method.
fn counterpart(method: &str) -> &'static str {
    match method {
        "put" => "send",
        "put_nowait" => "send_nowait",
        "get" => "receive",
        _ => "receive_nowait",
    }
}
