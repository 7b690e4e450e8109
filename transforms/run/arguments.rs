//! What `anyio.run` is called with.

use crate::{
    change::{Change, Changes},
    rewrite::Template,
    semantic::{Definition, DefinitionKind},
    source::TextRange,
    syntax::{Argument, Call, Match, TypedNode},
    transform::{Refusal, Site},
};

/// Functions of asyncio that are `async def`, so that calling them does nothing yet.
const COROUTINE_FUNCTIONS: &[&str] = &["asyncio.sleep", "asyncio.to_thread", "asyncio.wait_for"];

/// The function and its arguments, as `anyio.run` takes them.
pub(super) fn main(
    site: &Site<'_>,
    found: &Match<'_>,
) -> Result<(Template, Changes, Layout), Refusal> {
    let main = found.node("main");
    let run = Template::default().symbol("anyio.run").text("(");
    let Some(call) = Call::cast(main) else {
        if site.model.nodes().in_class_body(main.range()) {
            return Err(Refusal::new("a `lambda` in a class body cannot see the class's names"));
        }
        let template = run.text("lambda: ").hole(main.range());
        return Ok((template, Changes::of(&[Change::ExceptionType]), Layout::OneLine));
    };
    let (Some(callee), Some(arguments)) = (call.function(), call.arguments()) else {
        return Err(Refusal::new("is not called in a way that can be read"));
    };
    let arguments: Vec<Argument<'_>> = arguments.iter().collect();
    let by_keyword =
        arguments.iter().any(|a| matches!(a, Argument::Keyword { .. } | Argument::DoubleStar(_)));
    let mut pieces = vec![callee.range()];
    pieces.extend(arguments.iter().map(|argument| argument.node().range()));
    let layout = Layout::of(site, found.range("call"), &pieces, by_keyword);
    let template = match by_keyword {
        true => {
            let open = run.text(layout.outer()).symbol("functools.partial").text("(");
            list(open, &pieces, layout).text(")")
        }
        false => list(run, &pieces, layout),
    };
    Ok((template, called_inside(site, callee.range())?, layout))
}

/// What changes when `callee` is called by the loop and not before it.
pub(in crate::transforms) fn called_inside(
    site: &Site<'_>,
    callee: TextRange,
) -> Result<Changes, Refusal> {
    if COROUTINE_FUNCTIONS.iter().any(|name| site.is_named(callee, name)) {
        return Ok(Changes::NONE);
    }
    if let Some(name) =
        site.model.qualified_name(callee).filter(|name| name.segments().next() == Some("asyncio"))
    {
        return Err(Refusal::new(format!("`{name}` gives no coroutine that could be run")));
    }
    match site.model.resolve_function(callee) {
        Some(function) if function.is_generator && function.is_async => {
            Err(Refusal::new("runs an async generator, which is no coroutine"))
        }
        Some(function)
            if function.is_async && !function.is_decorated && is_fixed(site, &function) =>
        {
            Ok(Changes::NONE)
        }
        // What it returns may be no coroutine, which AnyIO says in another way.
        Some(function)
            if !function.is_async && !site.model.nodes().returns_calls(function.node) =>
        {
            Ok(Changes::of(&[Change::StartOrder, Change::ExceptionType]))
        }
        _ => Ok(Changes::of(&[Change::StartOrder])),
    }
}

/// Whether no class in another file can put something else in the function's place.
fn is_fixed(site: &Site<'_>, function: &Definition) -> bool {
    match function.kind {
        DefinitionKind::Function | DefinitionKind::ClassAttribute => true,
        DefinitionKind::Method => site.model.nodes().is_private(function.node),
    }
}

/// How the arguments are spread over lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    OneLine,
    /// A line each, as they were.
    Lines,
    /// A line each, inside a `partial` that is on a line of its own.
    Partial,
}

impl Layout {
    /// As the user's own call is laid out.
    fn of(site: &Site<'_>, call: TextRange, pieces: &[TextRange], by_keyword: bool) -> Self {
        let spread = pieces.windows(2).any(|pair| match pair {
            [first, second] if first.end() <= second.start() => {
                site.source(TextRange::new(first.end(), second.start())).contains(['\n', '\r'])
            }
            _ => false,
        });
        match (spread && site.source(call).contains(['\n', '\r']), by_keyword) {
            (false, _) => Self::OneLine,
            (true, false) => Self::Lines,
            (true, true) => Self::Partial,
        }
    }

    fn outer(self) -> &'static str {
        if self == Self::Partial { "\n    " } else { "" }
    }

    fn before(self, first: bool) -> &'static str {
        match (self, first) {
            (Self::OneLine, true) => "",
            (Self::OneLine, false) => ", ",
            (Self::Lines, true) => "\n    ",
            (Self::Lines, false) => ",\n    ",
            (Self::Partial, true) => "\n        ",
            (Self::Partial, false) => ",\n        ",
        }
    }

    /// What stands before and after one more argument of `run`.
    fn around_option(self) -> (&'static str, &'static str) {
        match self {
            Self::OneLine => (", ", ""),
            Self::Lines => ("    ", ",\n"),
            Self::Partial => (",\n    ", ",\n"),
        }
    }

    /// What stands behind the last argument where there is no option.
    fn without_option(self) -> &'static str {
        if self == Self::Partial { ",\n" } else { "" }
    }

    fn after(self) -> &'static str {
        match self {
            Self::OneLine => "",
            Self::Lines => ",\n",
            Self::Partial => ",\n    ",
        }
    }
}

/// `template`, and then the code at `ranges` with commas between.
fn list(template: Template, ranges: &[TextRange], layout: Layout) -> Template {
    let list = ranges
        .iter()
        .enumerate()
        .fold(template, |list, (index, range)| list.text(layout.before(index == 0)).hole(*range));
    list.text(layout.after())
}

/// `template`, and then `backend_options` where there are some.
pub(super) fn options(
    site: &Site<'_>,
    found: &Match<'_>,
    template: Template,
    layout: Layout,
) -> Result<Template, Refusal> {
    let uvloop = site.name == "uvloop.run";
    let loop_factory = found.get_range("loop_factory");
    if uvloop && loop_factory.is_some() {
        return Err(Refusal::new("brings a loop of its own"));
    }
    let is_set = |range: &TextRange| site.source(*range) != "None";
    // `debug=False` outranks `PYTHONASYNCIODEBUG`.
    let debug = found.get_range("debug").filter(is_set);
    let loop_factory = loop_factory.filter(is_set);
    let given = [("debug", debug), ("loop_factory", loop_factory)];
    let mut given: Vec<_> = given.into_iter().filter_map(|(k, v)| Some((k, v?))).collect();
    given.sort_by_key(|(_, range)| range.start());
    if given.is_empty() && !uvloop {
        return Ok(template.text(layout.without_option()));
    }
    let (before, after) = layout.around_option();
    let mut template = template.text(before).text("backend_options={");
    for (index, (name, range)) in given.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        template = template.text(&format!("{comma}\"{name}\": ")).hole(*range);
    }
    let comma = if given.is_empty() { "" } else { ", " };
    let template = match uvloop {
        true => template.text(&format!("{comma}\"use_uvloop\": True}}")),
        false => template.text("}"),
    };
    Ok(template.text(after))
}
