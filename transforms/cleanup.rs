//! What a scope that keeps cancelling means for the code in it, and the shields that let cleanup run to
//! its end.

use crate::{
    change::Change,
    finding::{Note, Spot},
    rewrite::Rewrite,
    semantic::{
        Awaited, Block, Entered, Instances, Library, Obstacle, ObstacleKind, Place, QualifiedName,
        SemanticModel,
    },
    source::TextRange,
    transform::{Fix, Refusal, Site},
    transforms::{CAUSES, common_owner, create_task::on_self::exits, objects, owner},
};

/// The places of one kind that a finding shows.
const SHOWN: usize = 3;

/// The context managers that cancel their block after a time.
const TIMEOUTS: &[&str] = &[
    "anyio.fail_after",
    "anyio.fail_at",
    "anyio.move_on_after",
    "anyio.move_on_at",
    "async_timeout.timeout",
    "async_timeout.timeout_at",
    "asyncio.timeout",
    "asyncio.timeout_at",
];

/// `fix`, with what AnyIO's cancellation means for the code that its scope covers: nothing where that is
/// proved, else the change, shields for the cleanup that is known, and the places. Its reason, which
/// may be empty, gets what is said of that in front.
pub fn cancelling(site: &Site<'_>, block: Block, fix: Fix) -> Fix {
    cancelling_all(site, &[block], fix)
}

/// The same, for several blocks.
pub fn cancelling_all(site: &Site<'_>, blocks: &[Block], fix: Fix) -> Fix {
    cancelling_beside(site, blocks, &[], fix)
}

/// The same, but for the statements `known`, which may as well be cut short.
pub fn cancelling_beside(site: &Site<'_>, blocks: &[Block], known: &[TextRange], fix: Fix) -> Fix {
    let mut obstacles: Vec<Obstacle> = Vec::new();
    for obstacle in blocks.iter().flat_map(|block| site.unwinding(*block)) {
        let place = &obstacle.place;
        let is_known =
            |known: &TextRange| place.file.is_none() && known.contains_range(place.range);
        if !obstacles.iter().any(|known| known.place == *place) && !known.iter().any(is_known) {
            obstacles.push(obstacle);
        }
    }
    told(site, &obstacles, fix)
}

/// The timeouts, in the same function, whose blocks the statement at `statement` stands in.
pub fn timeouts_around(site: &Site<'_>, statement: TextRange) -> Vec<TextRange> {
    let nodes = site.model.nodes();
    let is_timeout = |manager: &TextRange| {
        let callee = nodes.callee_of(*manager);
        callee.is_some_and(|callee| TIMEOUTS.iter().any(|name| site.is_named(callee, name)))
    };
    nodes.managers_around(statement).into_iter().filter(is_timeout).collect()
}

/// Whether the project looks at what errors were raised from: asyncio's timeouts raise theirs from the
/// cancellation, AnyIO's from nothing.
pub fn tells_cause(site: &Site<'_>) -> bool {
    site.project_holds(CAUSES)
}

/// `fix`, with shields for the cleanup in this file that runs while the code at `block` is cancelled.
pub fn shielding(site: &Site<'_>, block: Block, mut fix: Fix) -> Fix {
    shield(site, &site.unwinding(block), &mut fix);
    fix
}

/// The same, of a scope that takes the place of a timeout.
///
/// # Errors
///
/// Where code that is known would be cut short by it: what ends a cancellation and goes on waiting, and
/// cleanup in other files.
pub fn timed(site: &Site<'_>, block: Block, fix: Fix) -> Result<Fix, Refusal> {
    let obstacles = site.unwinding(block);
    let is_cut = |obstacle: &&Obstacle| match obstacle.kind {
        ObstacleKind::GoesOn => true,
        ObstacleKind::Cleanup => obstacle.place.file.is_some(),
        ObstacleKind::Swallows | ObstacleKind::Told | ObstacleKind::Unknown => false,
    };
    let Some(obstacle) = obstacles.iter().find(is_cut) else {
        return Ok(told(site, &obstacles, fix));
    };
    let (refusal, text) = match obstacle.kind == ObstacleKind::GoesOn {
        true => (
            Refusal::new("covers code that ends the cancellation and goes on waiting, which AnyIO's scope cancels again")
                .recipe("end the clause in `raise`; or put what goes on under `with anyio.CancelScope(shield=True):`"),
            "ends the cancellation",
        ),
        false => (
            Refusal::new("covers cleanup in another file that awaits, which AnyIO's scope would cut short")
                .recipe("put that cleanup under `with anyio.CancelScope(shield=True):` first, and run this again"),
            "awaits while it is cancelled",
        ),
    };
    Err(Refusal { places: vec![note(obstacle, text)], ..refusal })
}

fn told(site: &Site<'_>, obstacles: &[Obstacle], mut fix: Fix) -> Fix {
    let separator = if fix.reason.is_empty() { "" } else { "; " };
    if obstacles.is_empty() {
        fix.reason =
            format!("nothing that it covers waits while it is cancelled{separator}{}", fix.reason);
        return fix;
    }
    if obstacles.iter().any(|obstacle| obstacle.kind == ObstacleKind::Told) {
        fix = fix.changing([Change::ExceptionType]);
    }
    if obstacles.iter().all(|obstacle| obstacle.kind == ObstacleKind::Told) {
        fix.reason = format!(
            "cancels with a message of AnyIO's own, which code that it covers looks at{separator}{}",
            fix.reason
        );
    } else {
        fix.reason = format!(
            "what it covers, once cancelled, is cancelled again at every `await`{separator}{}",
            fix.reason
        );
        fix = fix.changing([Change::LevelCancellation]);
    }
    if shield(site, obstacles, &mut fix) {
        fix.reason.push_str("; cleanup that awaits is shielded from that, and runs to its end");
    }
    for (kind, text) in [
        (ObstacleKind::Cleanup, "awaits while it is cancelled"),
        (ObstacleKind::Swallows, "does not hand the cancellation on, which then comes again"),
        (
            ObstacleKind::GoesOn,
            "ends the cancellation, which then comes again, and goes on waiting",
        ),
        (ObstacleKind::Told, "looks at the error, whose message is another"),
        (ObstacleKind::Unknown, "what runs here was not followed"),
    ] {
        let places = obstacles.iter().filter(|obstacle| obstacle.kind == kind);
        let notes: Vec<Note> = places.take(SHOWN).map(|obstacle| note(obstacle, text)).collect();
        fix.places.extend(notes);
    }
    fix
}

/// Adds the shields, and tells whether there are any.
fn shield(site: &Site<'_>, obstacles: &[Obstacle], fix: &mut Fix) -> bool {
    let mut is_shielded = false;
    let exits = exits(site);
    for obstacle in obstacles {
        let Some(statements) = shieldable(site, obstacle) else { continue };
        // No shield stops what cancels a task of asyncio's.
        let mut calls = obstacle.through.iter().filter(|place| place.file.is_none());
        if calls.any(|place| is_spawned(site, place.range, fix)) {
            continue;
        }
        let header = site.template("with ${anyio.CancelScope}(shield=True):");
        is_shielded = true;
        // Whoever leaves a task group waits for its tasks, cancelled or not.
        let left: Vec<_> = exits.iter().filter(|exit| statements.contains_range(exit.0)).collect();
        if !left.is_empty() {
            fix.requires.extend(left.iter().map(|exit| exit.1));
            continue;
        }
        let shield = Rewrite::wrap(statements, header);
        if !fix.rewrites.contains(&shield) {
            fix.rewrites.push(shield);
        }
    }
    is_shielded
}

/// Whether asyncio makes a task of the coroutine at `range`, and goes on doing so after `fix`.
fn is_spawned(site: &Site<'_>, range: TextRange, fix: &Fix) -> bool {
    let goes = |callee: &TextRange| {
        *callee == site.range || fix.resolves.contains(callee) || fix.requires.contains(callee)
    };
    let nodes = site.model.nodes();
    let is_around = |callee: &TextRange| {
        nodes.call_of(*callee).is_some_and(|call| call.contains_range(range) && call != range)
    };
    let references = site.model.references().iter().map(|reference| reference.range);
    references.filter(|callee| is_around(callee) && !goes(callee)).any(|callee| {
        let spawns = ["asyncio.gather", "asyncio.create_task", "asyncio.ensure_future"];
        spawns.iter().any(|name| site.is_named(callee, name))
    })
}

fn note(obstacle: &Obstacle, text: &str) -> Note {
    let spot = |place: &Place| Spot { file: place.file.clone(), line: place.line };
    let is_here = obstacle.place.file.is_none();
    Note {
        elsewhere: (!is_here).then(|| spot(&obstacle.place)),
        through: obstacle.through.iter().map(spot).collect(),
        ..Note::new(obstacle.place.range, text)
    }
}

/// The statements that a shield can go around.
fn shieldable(site: &Site<'_>, obstacle: &Obstacle) -> Option<TextRange> {
    let Place { file, range, .. } = &obstacle.place;
    let is_cleanup = obstacle.kind == ObstacleKind::Cleanup && file.is_none();
    let leaves_group = || site.source(*range).contains(".__aexit__(");
    (is_cleanup && !site.model.nodes().yields_in(*range) && !leaves_group()).then_some(*range)
}

/// What is known of asyncio and AnyIO where a file uses them.
pub struct Known<'a> {
    /// The file.
    pub model: &'a SemanticModel<'a>,
    /// Its objects.
    pub instances: &'a Instances<&'static str>,
    /// The oldest Python that the program supports.
    pub target_version: (u8, u8),
}

impl Library for Known<'_> {
    fn awaited(&self, expression: TextRange) -> Awaited {
        let Some(callee) = self.model.nodes().callee_of(expression) else {
            let class = self.instances.class_at(expression);
            // What `gather` gives cancels others; it is of the same class.
            let is_plain = class.is_some_and(|class| objects::waits_by_itself(class, "__await__"))
                && !self.model.mentions("gather");
            return if is_plain { Awaited::Nothing } else { Awaited::Unknown };
        };
        if let Some(member) = self.instances.member_at(callee).filter(|member| member.certain) {
            return match objects::waits_by_itself(member.class, &member.name) {
                true => Awaited::Nothing,
                false => Awaited::Unknown,
            };
        }
        match self.name(callee).as_deref() {
            Some(
                "asyncio.Future"
                | "asyncio.shield"
                | "asyncio.sleep"
                | "asyncio.to_thread"
                | "asyncio.wrap_future"
                | "asyncio.wait"
                | "anyio.sleep"
                | "anyio.sleep_forever"
                | "anyio.sleep_until"
                | "anyio.lowlevel.checkpoint"
                | "anyio.to_thread.run_sync",
            ) => Awaited::Nothing,
            Some(
                "asyncio.create_task" | "asyncio.ensure_future" | "asyncio.gather" | "anyio.gather",
            ) => Awaited::Arguments,
            // Before 3.12 it waits for a task of its own while it is cancelled.
            Some("asyncio.wait_for") if self.target_version >= (3, 12) => Awaited::First,
            _ => Awaited::Unknown,
        }
    }

    fn entered(&self, manager: TextRange) -> Entered {
        let class = self.instances.class_at(manager);
        if class.is_some_and(|class| objects::waits_by_itself(class, "acquire")) {
            return Entered::Plain;
        }
        let Some(callee) = self.model.nodes().callee_of(manager) else { return Entered::Unknown };
        match self.name(callee).as_deref() {
            Some(
                "asyncio.timeout"
                | "asyncio.timeout_at"
                | "async_timeout.timeout"
                | "async_timeout.timeout_at",
            ) => Entered::Plain,
            Some(
                "anyio.CancelScope"
                | "anyio.fail_after"
                | "anyio.fail_at"
                | "anyio.move_on_after"
                | "anyio.move_on_at",
            ) => match self.model.text()[manager].contains("shield=True") {
                true => Entered::Shield,
                // It may have been a `wait_for`, which nothing was proved of: a second run must not
                // know more.
                false if self.target_version < (3, 12) => Entered::Unknown,
                false => Entered::Plain,
            },
            _ => Entered::Unknown,
        }
    }

    fn is_cancellation(&self, class: TextRange) -> Option<bool> {
        let callee = self.model.nodes().callee_of(class).unwrap_or(class);
        let name = self.model.qualified_name(callee)?;
        Some(name.last().to_ascii_lowercase().contains("cancel"))
    }
}

impl Known<'_> {
    /// The name of what the expression means, in its shortest public spelling.
    fn name(&self, expression: TextRange) -> Option<String> {
        let names = self.model.qualified_names(expression);
        let is_whole = |name: &QualifiedName| {
            let segments: Vec<&str> = name.segments().collect();
            owner(&segments).is_some_and(|owned| owned.segments == segments.len())
        };
        let owned = common_owner(&names).filter(|_| names.iter().all(is_whole));
        match (owned, names.as_slice()) {
            (Some(owned), _) => Some(owned.name.to_owned()),
            (None, [name]) => Some(name.to_string()),
            (None, _) => None,
        }
    }
}
