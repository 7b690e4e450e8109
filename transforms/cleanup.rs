//! What a scope that keeps cancelling means for the code in it, and the shields that let cleanup run to
//! its end.

use crate::{
    change::Change,
    finding::Note,
    rewrite::Rewrite,
    semantic::{Awaited, Block, Entered, Library, Obstacle, ObstacleKind},
    source::TextRange,
    transform::{Fix, Site},
    transforms::{objects, owner},
};

/// The places of one kind that a finding shows.
const SHOWN: usize = 3;

/// `fix`, with what AnyIO's cancellation means for the code that its scope covers: nothing where that is
/// proved, else the change, shields for the cleanup that is known, and the places. Its reason, which
/// may be empty, gets what is said of that in front.
pub fn cancelling(site: &Site<'_>, block: Block, mut fix: Fix) -> Fix {
    let obstacles = site.model.unwinding(block, site);
    let separator = if fix.reason.is_empty() { "" } else { "; " };
    if obstacles.is_empty() {
        fix.reason =
            format!("nothing that it covers waits while it is cancelled{separator}{}", fix.reason);
        return fix;
    }
    fix.reason = format!(
        "what it covers is cancelled at every `await` after the timeout, not once{separator}{}",
        fix.reason
    );
    fix = fix.changing([Change::LevelCancellation]);
    let cleanups: Vec<_> = obstacles.iter().filter_map(|o| cleanup_of(site, o)).collect();
    for statements in &cleanups {
        let header = site.template("with ${anyio.CancelScope}(shield=True):");
        let shield = Rewrite::wrap(*statements, header);
        if !fix.rewrites.contains(&shield) {
            fix.rewrites.push(shield);
        }
    }
    if !cleanups.is_empty() {
        fix.reason.push_str("; cleanup that awaits is shielded from that, and runs to its end");
    }
    for (kind, text) in [
        (Kind::Cleanup, "awaits while it is cancelled"),
        (Kind::Swallows, "does not hand the cancellation on, which then comes again"),
        (Kind::Unknown, "what runs here was not followed"),
    ] {
        let places = obstacles.iter().filter(|obstacle| Kind::of(obstacle.kind) == kind);
        let places = places.filter(|obstacle| !shows(&fix, obstacle.range));
        let notes: Vec<Note> = places
            .take(SHOWN)
            .map(|obstacle| Note { range: obstacle.range, text: text.to_owned() })
            .collect();
        fix.places.extend(notes);
    }
    fix
}

/// Whether `fix` points there already.
fn shows(fix: &Fix, range: TextRange) -> bool {
    fix.places.iter().any(|note| note.range == range)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cleanup,
    Swallows,
    Unknown,
}

impl Kind {
    fn of(kind: ObstacleKind) -> Self {
        match kind {
            ObstacleKind::Cleanup(_) => Self::Cleanup,
            ObstacleKind::Swallows => Self::Swallows,
            ObstacleKind::Unknown => Self::Unknown,
        }
    }
}

/// The statements that a shield can go around.
fn cleanup_of(site: &Site<'_>, obstacle: &Obstacle) -> Option<TextRange> {
    let ObstacleKind::Cleanup(statements) = obstacle.kind else { return None };
    (!site.model.nodes().yields_in(statements)).then_some(statements)
}

impl Library for Site<'_> {
    fn awaited(&self, expression: TextRange) -> Awaited {
        let Some(callee) = self.model.nodes().callee_of(expression) else {
            return Awaited::Unknown;
        };
        if let Some(member) = self.instances.member_at(callee).filter(|member| member.certain) {
            return match objects::waits_by_itself(member.class, &member.name) {
                true => Awaited::Nothing,
                false => Awaited::Unknown,
            };
        }
        match self.known(callee).as_deref() {
            Some(
                "asyncio.Future"
                | "asyncio.shield"
                | "asyncio.sleep"
                | "asyncio.to_thread"
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
            Some("asyncio.wait_for") if self.options.target_version >= (3, 12) => Awaited::First,
            _ => Awaited::Unknown,
        }
    }

    fn entered(&self, manager: TextRange) -> Entered {
        let class = self.instances.class_at(manager);
        if class.is_some_and(|class| objects::waits_by_itself(class, "acquire")) {
            return Entered::Plain;
        }
        let Some(callee) = self.model.nodes().callee_of(manager) else { return Entered::Unknown };
        match self.known(callee).as_deref() {
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
            ) => match self.source(manager).contains("shield=True") {
                true => Entered::Shield,
                // It may have been a `wait_for`, which nothing was proved of: a second run must not
                // know more.
                false if self.options.target_version < (3, 12) => Entered::Unknown,
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

impl Site<'_> {
    /// The name of what the expression means, in its shortest public spelling.
    fn known(&self, expression: TextRange) -> Option<String> {
        let name = self.model.qualified_name(expression)?;
        let segments: Vec<&str> = name.segments().collect();
        let owned = owner(&segments).filter(|owned| owned.segments == segments.len());
        Some(owned.map_or_else(|| name.to_string(), |owned| owned.name.to_owned()))
    }
}
