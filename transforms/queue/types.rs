//! The types that tell of a queue, and of the items of the stream that takes its place.

use super::{ends::End, size::Size, streams::Writing};
use crate::{rewrite::Rewrite, source::TextRange, transform::Refusal};

impl Writing<'_, '_> {
    /// The call at `call` makes a stream, of the items that `annotation` tells of.
    pub(super) fn creation(
        &mut self,
        call: TextRange,
        annotation: Option<TextRange>,
    ) -> Result<(), Refusal> {
        let site = self.site;
        let nodes = site.model.nodes();
        let creation = self.split.object.creations.iter().find(|made| made.call == Some(call));
        let own = creation.and_then(|creation| nodes.types_of(creation.class));
        let items = match (own, annotation) {
            (Some(types), _) => Items::Code(types),
            (None, Some(annotation)) => self.items(annotation)?,
            (None, None) => Items::Unknown,
        };
        let (size, value) = Size::of(site, call)?.text(site);
        let mut holes: Vec<(&str, TextRange)> =
            value.map(|value| ("size", value)).into_iter().collect();
        let types = match items {
            Items::Code(types) => {
                holes.push(("types", types));
                "[$types]".to_owned()
            }
            Items::Quoted(types) => format!("[\"{}\"]", types.replace('$', "$$")),
            Items::Unknown => String::new(),
        };
        let text = format!("${{anyio.create_memory_object_stream}}{types}({size})");
        let template = site.template_with(&text, &holes);
        let template = match value.is_some_and(|value| nodes.is_chain(value)) {
            true => template.assume_pure(),
            false => template,
        };
        let whole = match (own, nodes.callee_of(call)) {
            (None, Some(callee)) => Rewrite::replace(call, template).dropping([callee]),
            _ => Rewrite::replace(call, template),
        };
        self.push(whole);
        Ok(())
    }

    /// The type of the items that `annotation`, of a queue, tells of, as it can be evaluated.
    fn items(&self, annotation: TextRange) -> Result<Items, Refusal> {
        let site = self.site;
        let nodes = site.model.nodes();
        let Some(class) = self.class_in(annotation) else { return Ok(Items::Unknown) };
        let types = nodes.types_of(class);
        if let Some(types) = types.filter(|types| site.model.is_evaluable_type(*types)) {
            return Ok(Items::Code(types));
        }
        if let Some(place) = self.other_in(annotation) {
            return Err(Refusal::new(
                "the type of its items would have to be evaluated where the stream is made",
            )
            .at(place, "named here"));
        }
        let text = match types {
            Some(types) => Some(site.source(types)),
            // In a string.
            None => {
                let rest = site.source(TextRange::new(class.end(), annotation.end()));
                let types = rest.strip_prefix('[');
                types.and_then(|types| types.get(..types.rfind(']')?))
            }
        };
        let plain = text.filter(|text| !text.contains(['"', '\'', '\\', '\n']));
        Ok(plain.map_or(Items::Unknown, |text| Items::Quoted(text.to_owned())))
    }

    /// What else `annotation`, of a queue, names that is migrated.
    pub(super) fn other_in(&self, annotation: TextRange) -> Option<TextRange> {
        let class = self.class_in(annotation);
        let ranges = self.site.model.references().iter().map(|reference| reference.range);
        let mut inside = ranges.filter(|range| annotation.contains_range(*range));
        inside.find(|range| class.is_none_or(|class| !range.contains_range(class)))
    }

    /// The class in `annotation` becomes that of an end.
    pub(super) fn annotation(&mut self, annotation: TextRange, end: End) {
        if let Some(class) = self.class_in(annotation) {
            self.replace(class, class_of(end));
        }
    }

    /// `annotation` with the class of an end; `None` where it names something else, too, that is
    /// migrated.
    pub(super) fn annotated(&self, annotation: TextRange, end: End) -> Option<String> {
        let text = |range: TextRange| self.site.source(range).replace('$', "$$");
        if self.other_in(annotation).is_some() {
            return None;
        }
        Some(match self.class_in(annotation) {
            Some(class) => {
                let before = text(TextRange::new(annotation.start(), class.start()));
                let after = text(TextRange::new(class.end(), annotation.end()));
                format!("{before}{}{after}", class_of(end))
            }
            None => text(annotation),
        })
    }

    fn class_in(&self, annotation: TextRange) -> Option<TextRange> {
        let mut classes = self.split.object.annotations.iter().copied();
        classes.find(|class| annotation.contains_range(*class))
    }
}

/// The type of a stream's items.
enum Items {
    /// The code at this range.
    Code(TextRange),
    /// A string.
    Quoted(String),
    Unknown,
}

fn class_of(end: End) -> &'static str {
    match end {
        End::Send => "${anyio.streams.memory.MemoryObjectSendStream}",
        End::Receive => "${anyio.streams.memory.MemoryObjectReceiveStream}",
    }
}
