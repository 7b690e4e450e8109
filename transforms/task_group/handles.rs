//! What becomes of the uses of a group's tasks.

use super::{
    blocks::Blocks,
    joined, kept,
    spawns::{Spawned, lost},
    timed,
    told::{self, Told},
};
use crate::{
    change::{Change, Changes},
    finding::Note,
    rewrite::{Rewrite, Template},
    semantic::{Failing, TaskUse},
    source::TextRange,
    transform::{Refusal, Site},
    transforms::{
        as_completed::CAPTURED, cleanup::timeouts_around, create_task::on_self::settled,
        emitted::emit, gather::errors::OUTCOME,
    },
};

/// The rewrites that make handles of tasks, and what they change.
#[derive(Clone, Default)]
pub struct Handles {
    pub rewrites: Vec<Rewrite>,
    pub resolves: Vec<TextRange>,
    pub changes: Changes,
    pub reasons: Vec<String>,
    pub places: Vec<Note>,
    /// What makes the coroutines of tasks whose errors nobody raises.
    pub captured: Vec<TextRange>,
    /// What makes those of tasks whose errors are kept until somebody asks for the result.
    pub kept: Vec<TextRange>,
    /// What calls are given that wait for several tasks, each with the call.
    joined: Vec<(TextRange, TextRange)>,
}

/// The tasks that a use may be of.
#[derive(Clone)]
pub(super) struct Behind<'s> {
    pub(super) spawned: Vec<&'s Spawned>,
    pub(super) failing: Failing,
    pub(super) is_cancelled: bool,
}

impl Handles {
    /// What becomes of all uses of the tasks in `spawned`.
    ///
    /// # Errors
    ///
    /// A refusal that points at a use with no counterpart.
    pub fn of(site: &Site<'_>, group: &Blocks, spawned: &[Spawned]) -> Result<Self, Refusal> {
        let mut handles = Self::default();
        let made: Vec<TextRange> = spawned.iter().map(|spawn| spawn.call).collect();
        let tasks = site.model.tasks_of(&made).map_err(lost)?;
        for spawn in spawned {
            handles.begun(site, spawn)?;
        }
        handles.joined = { tasks.uses.iter() }
            .filter_map(|used| match used {
                TaskUse::Joined { task, call, .. } => Some((*task, *call)),
                _ => None,
            })
            .collect();
        let uses = tasks.uses.iter().map(|used| (used, Behind::of(site, spawned, used)));
        let uses: Vec<_> = uses.collect();
        handles.kept = kept::kept(site, group, &uses);
        for (used, behind) in &uses {
            match used {
                TaskUse::Awaited { task, whole } => {
                    handles.awaited(site, group, behind, *task, *whole)?;
                }
                TaskUse::Timed { task, call } => {
                    timed::timed(&mut handles, site, group, behind, (*task, *call))?;
                }
                TaskUse::Called { task, name, call } => {
                    handles.called(site, group, behind, (*task, name.as_str(), *call))?;
                }
                TaskUse::Joined { task, call, .. } => {
                    joined::joined(&mut handles, site, group, behind, (*task, *call))?;
                }
            }
        }
        let may_fail =
            |behind: &Behind<'_>| handles.keeps(behind) && behind.failing != Failing::Never;
        if uses.iter().any(|(_, behind)| may_fail(behind)) {
            handles.reasons.push(kept::REASON.to_owned());
        }
        if !handles.kept.is_empty() {
            let own = spawned.iter().filter(|spawn| handles.kept.contains(&spawn.coro));
            let made: Vec<TextRange> = own.map(|spawn| spawn.call).collect();
            handles.rewrites.extend(kept::annotated(site, &made)?);
        }
        let annotated = site.model.references().iter().filter(|reference| {
            let is_there = |range: &TextRange| range.contains_range(reference.range);
            tasks.annotations.iter().any(is_there) && site.is_named(reference.range, "asyncio.Task")
        });
        for class in annotated.map(|reference| reference.range) {
            handles.resolves.push(class);
            handles.rewrites.push(Rewrite::replace(class, site.template("${anyio.TaskHandle}")));
        }
        if let Some((place, name)) = tasks.public.first() {
            handles.changes = handles.changes.union(Changes::of(&[Change::PublicApi]));
            handles
                .places
                .push(Note::new(*place, format!("`{name}` gives handles to other files")));
        }
        Ok(handles)
    }

    /// The rewrites that make results of the errors of the coroutine that `coro` makes, if nobody raises
    /// them.
    ///
    /// # Errors
    ///
    /// When there is no place for the function that does.
    pub fn capturing(&self, site: &Site<'_>, coro: TextRange) -> Result<Vec<Rewrite>, Refusal> {
        let emitted = match (self.kept.contains(&coro), self.captured.contains(&coro)) {
            (true, _) => &CAPTURED,
            (false, true) => &OUTCOME,
            (false, false) => return Ok(Vec::new()),
        };
        let (name, helper) = emit(site, emitted)?;
        let outcome = site.template_with(&format!("{name}($coro)"), &[("coro", coro)]);
        // What makes the coroutine is evaluated where it was.
        let captured = Rewrite::replace(coro, outcome.assume_pure());
        Ok(std::iter::once(captured).chain(helper).collect())
    }

    /// Whether the call is given what `task` gives, which is a task of the group or several.
    pub(super) fn joins(&self, task: TextRange, call: TextRange) -> bool {
        self.joined.contains(&(task, call))
    }

    /// Adds `rewrites`, each once.
    pub(super) fn adding(&mut self, rewrites: impl IntoIterator<Item = Rewrite>) {
        for rewrite in rewrites {
            if !self.rewrites.contains(&rewrite) {
                self.rewrites.push(rewrite);
            }
        }
    }

    /// Adds `note`, if it says something new.
    pub(super) fn noting(&mut self, note: Note) {
        if !self.places.contains(&note) {
            self.places.push(note);
        }
    }

    /// What it means that a task begins even if it is cancelled before it could.
    fn begun(&mut self, site: &Site<'_>, spawn: &Spawned) -> Result<(), Refusal> {
        let cancels = cancels(&spawn.uses);
        let itself = cancels.iter().copied().find(|call| call.contains_range(spawn.call));
        let at_once = itself.or_else(|| site.model.cancelled_at_once(spawn.call, &cancels));
        let Some(place) = at_once else { return Ok(()) };
        // Whoever has entered the block waits meanwhile, as a rule.
        if !site.model.nodes().yields_in(spawn.call.cover(place)) {
            let reason = "a task is cancelled before it has begun, and would begin all the same";
            return Err(Refusal::new(reason).at(place, "cancelled here"));
        }
        self.changes = self.changes.union(Changes::of(&[Change::StartOrder]));
        let text = "a task begins even if nothing has waited until here";
        self.places.push(Note::new(place, text));
        Ok(())
    }

    /// `await task`.
    fn awaited(
        &mut self,
        site: &Site<'_>,
        group: &Blocks,
        behind: &Behind<'_>,
        task: TextRange,
        whole: TextRange,
    ) -> Result<(), Refusal> {
        let is_cancelled = behind.is_cancelled && !ended_first(site, group, behind, whole);
        if !is_cancelled {
            self.waiting_alone(site, group, whole)?;
        }
        if let Some(waits) = site.model.settling(task).filter(|waits| waits.forgives) {
            if group.is_new && waits.forgives_errors && !self.keeps(behind) {
                joined::silent(self, site, behind)?;
            } else if self.keeps(behind) && !waits.forgives_errors {
                return Err(kept::told_otherwise(whole));
            }
            let waiting = format!("await {}.wait()", site.source(task));
            self.rewrites.extend(settled(site, &waits, &waiting));
            self.resolves.extend(waits.names);
            return Ok(());
        }
        if is_cancelled {
            return Err(Refusal::new(
                "who waits for a task is told that it was cancelled, by an error that AnyIO does not raise there",
            )
            .recipe("`await handle.wait()`, and look at `handle.status`")
            .at(whole, "awaited here"));
        }
        self.changes = self.changes.union(Changes::of(&[Change::SwitchPoint]));
        match self.keeps(behind) {
            true => self.asked(site, group, whole, task, "(await $task)()"),
            false => self.told(site, group, &Behind { is_cancelled, ..behind.clone() }, whole),
        }
    }

    /// What it means that a cancellation of who waits at `whole` does not reach the task.
    pub(super) fn waiting_alone(
        &mut self,
        site: &Site<'_>,
        group: &Blocks,
        whole: TextRange,
    ) -> Result<(), Refusal> {
        let nodes = site.model.nodes();
        // After the block, the task has ended.
        if group.ended_before(site, whole) {
            return Ok(());
        }
        let group = group.around(whole);
        let statement = nodes.enclosing_statement(whole).map(|id| nodes.range(id));
        let timeouts = statement.map(|statement| timeouts_around(site, statement));
        let mut timeouts = timeouts.into_iter().flatten();
        let is_inside =
            |timeout: &TextRange| group.is_none_or(|group| group.opened < timeout.start());
        if let Some(timeout) = timeouts.find(is_inside) {
            return Err(Refusal::new("a timeout cancels a task with who waits for it, where who waits for a handle stops alone")
                .recipe("cancel the handle where the time is up")
                .at(timeout, "times out"));
        }
        if group.is_none() {
            self.changes = self.changes.union(Changes::of(&[Change::HandleErrors]));
            self.places
                .push(Note::new(whole, "a task goes on where who waits for it here is cancelled"));
        }
        Ok(())
    }

    /// What it means that AnyIO raises another error at `place` where a task has failed.
    pub(super) fn told(
        &mut self,
        site: &Site<'_>,
        group: &Blocks,
        behind: &Behind<'_>,
        place: TextRange,
    ) -> Result<(), Refusal> {
        match told::at(site, group, place, behind.failing, behind.is_cancelled)? {
            Told::Nobody => return Ok(()),
            Told::Somebody => {}
            Told::Group(rewrite) => {
                if !self.rewrites.contains(&rewrite) {
                    self.rewrites.push(rewrite);
                }
            }
        }
        if !self.changes.contains_all(Changes::of(&[Change::HandleErrors])) {
            self.reasons.push(
                "where a task has failed, `anyio.TaskFailed` is raised beside its error".to_owned(),
            );
        }
        self.changes = self.changes.union(Changes::of(&[Change::HandleErrors]));
        self.places.push(Note::new(place, "raises another error where the task has failed"));
        Ok(())
    }

    /// `task.name(…)`.
    fn called(
        &mut self,
        site: &Site<'_>,
        group: &Blocks,
        behind: &Behind<'_>,
        (task, name, call): (TextRange, &str, TextRange),
    ) -> Result<(), Refusal> {
        let nodes = site.model.nodes();
        let refused = |reason: &'static str| Err(Refusal::new(reason).at(call, "used here"));
        self.resolves.extend(nodes.callee_of(call));
        let has_arguments =
            nodes.callee_of(call).is_some_and(|callee| nodes.bare_call_of(callee).is_none());
        if has_arguments && name != "add_done_callback" {
            return refused(
                "a method of a task is called with arguments, which a handle's has not",
            );
        }
        let status = "${anyio.TaskHandle}.Status";
        let (place, text) = match name {
            "cancel" if nodes.is_expression_statement(call) => return Ok(()),
            "cancel" => return refused("`cancel()` of AnyIO's handles gives nothing"),
            "exception" if group.is_new && behind.failing != Failing::Never => {
                return Err(Refusal::new(
                    "the error of the task is looked at, which would end the whole group at once",
                )
                .recipe("catch the error in the task itself, and give it as the result")
                .at(call, "looked at here"));
            }
            "result" if self.keeps(behind) => {
                return self.asked(site, group, call, task, "$task.return_value()");
            }
            "result" | "exception" => {
                self.told(site, group, behind, call)?;
                let attribute = if name == "result" { "return_value" } else { "exception" };
                (call, format!("$task.{attribute}"))
            }
            "get_name" if behind.spawned.iter().all(|spawn| spawn.name.is_some()) => {
                (call, "$task.name".to_owned())
            }
            "get_name" => {
                return refused("the name of a task that was given none is another in AnyIO");
            }
            "cancelled" => match nodes.negated(call) {
                Some(negation) => (negation, format!("$task.status is not {status}.CANCELLED")),
                None => (call, format!("$task.status is {status}.CANCELLED")),
            },
            "done" => {
                let (place, is_in) = match nodes.negated(call) {
                    Some(negation) => (negation, "in"),
                    None => (call, "not in"),
                };
                (place, format!("$task.status {is_in} ({status}.PENDING, {status}.CANCELLING)"))
            }
            "add_done_callback" | "remove_done_callback" => {
                return Err(Refusal::new("AnyIO's handles call nobody back")
                    .recipe("`tg.start_soon(watch)` with `async def watch(): await handle.wait(); callback(handle)`, or a `finally:` in the task itself")
                    .at(call, "called back from here"));
            }
            _ => return refused("AnyIO's handles have no such method"),
        };
        self.rewrites.push(Rewrite::replace(place, with_task(site, &text, task)).dropping([call]));
        Ok(())
    }
}

impl<'s> Behind<'s> {
    fn of(site: &Site<'_>, spawned: &'s [Spawned], used: &TaskUse) -> Self {
        let spawned: Vec<&Spawned> =
            spawned.iter().filter(|spawn| spawn.uses.contains(used)).collect();
        let failing = spawned.iter().map(|spawn| match site.model.nodes().callee_of(spawn.coro) {
            Some(_) => site.model.failing(spawn.coro),
            None => Failing::Unknown(spawn.coro),
        });
        let failing = failing.fold(Failing::Never, |worst, one| match (worst, one) {
            (Failing::Likely(_), _) | (_, Failing::Never) => worst,
            _ => one,
        });
        let is_cancelled = spawned.iter().any(|spawn| !cancels(&spawn.uses).is_empty());
        Self { spawned, failing, is_cancelled }
    }

    /// What makes their coroutines.
    pub(super) fn coros(&self) -> impl Iterator<Item = TextRange> + '_ {
        self.spawned.iter().map(|spawn| spawn.coro)
    }

    /// Whether nobody sees a result or an error of them, but as a result of `gather`.
    pub(super) fn are_only_waited_for(&self, site: &Site<'_>) -> bool {
        let mut uses = self.spawned.iter().flat_map(|spawn| &spawn.uses);
        uses.all(|used| match used {
            TaskUse::Joined { .. } => true,
            TaskUse::Called { name, .. } => {
                matches!(name.as_str(), "cancel" | "cancelled" | "done")
            }
            TaskUse::Timed { .. } => false,
            TaskUse::Awaited { task, .. } => {
                site.model.settling(*task).is_some_and(|waits| waits.forgives_errors)
            }
        })
    }

    /// Whether the expression at `range` spawns one of them.
    pub(super) fn is_spawned_at(&self, range: TextRange) -> bool {
        self.spawned.iter().any(|spawn| spawn.call == range)
    }
}

/// The code with what gives the task in the place of `$task`.
pub(super) fn with_task(site: &Site<'_>, code: &str, task: TextRange) -> Template {
    let nodes = site.model.nodes();
    // Fixes of several tasks share what is the same in each, but nothing with a hole.
    match !nodes.calls_within(task) && !nodes.contains_await_or_yield(task) {
        true => site.template(&code.replace("$task", site.source(task))),
        false => site.template_with(code, &[("task", task)]),
    }
}

/// Whether the tasks have ended by the time they are cancelled, since they are awaited at `place` before.
fn ended_first(site: &Site<'_>, group: &Blocks, behind: &Behind<'_>, place: TextRange) -> bool {
    let Some(block) = group.around(place).filter(|_| group.is_new) else { return false };
    let cancels = behind.spawned.iter().flat_map(|spawn| cancels(&spawn.uses));
    let is_later = |cancel: TextRange| place.end() <= cancel.start();
    cancels.into_iter().all(is_later)
        && site.model.nodes().loops_around(place, block.body).is_empty()
}

/// The calls of `cancel()` among the uses of a task.
pub(super) fn cancels(uses: &[TaskUse]) -> Vec<TextRange> {
    let cancels = uses.iter().filter_map(|used| match used {
        TaskUse::Called { name, call, .. } if name == "cancel" => Some(*call),
        _ => None,
    });
    cancels.collect()
}
