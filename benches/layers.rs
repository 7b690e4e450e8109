//! How long each layer takes, the layers below it included, on two inputs: the many small files that
//! are the transforms' cases, and one long file.
//!
//! `cargo bench source` and the like measure one layer.

use std::{fs, hint::black_box, path::PathBuf};

use anyiofy::{
    change::Changes,
    engine::{Options, migrate_text},
    semantic::{Ast, SemanticModel},
    source::Source,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

type File = (PathBuf, Vec<u8>);

/// The inputs, by name.
fn inputs() -> [(&'static str, Vec<File>); 2] {
    [("cases", cases()), ("long", vec![long()])]
}

/// Every case of every transform.
fn cases() -> Vec<File> {
    let entries = |folder: PathBuf| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folders = entries(root.join("transforms")).into_iter();
    let mut paths: Vec<PathBuf> =
        folders.flat_map(|folder| entries(folder.join("cases"))).collect();
    paths.sort();
    let read = |path: PathBuf| fs::read(&path).ok().map(|bytes| (path, bytes));
    paths.into_iter().filter_map(read).collect()
}

/// A module of some 10,000 lines, most of which have nothing to do with asyncio.
fn long() -> File {
    let mut text =
        "import asyncio\nimport logging\n\nlog = logging.getLogger(__name__)\n".to_owned();
    for number in 0..500 {
        text.push_str(&format!(
            "

class Worker{number}(Base):
    \"\"\"Does the work number {number}.\"\"\"

    def __init__(self, jobs, *, size=1 << {number}):
        self.jobs = [job for job in jobs if job.size < size]
        self.names = {{job.name: index for index, job in enumerate(self.jobs)}}

    async def run(self, timeout=None):
        for job in self.jobs:
            try:
                result = await asyncio.wait_for(job.run(self.names[job.name]), timeout)
            except (asyncio.TimeoutError, OSError) as error:
                log.warning(\"%s: %s\", job.name, error)
                await asyncio.sleep({number} + len(self.jobs))
            else:
                yield result

"
        ));
    }
    ("long.py".into(), text.into_bytes())
}

/// Measures `work` on every file of each input.
fn measure(criterion: &mut Criterion, layer: &str, work: impl Fn(&File)) {
    let mut group = criterion.benchmark_group(layer);
    for (name, files) in inputs() {
        let bytes = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
        group.throughput(Throughput::Bytes(bytes));
        group.bench_function(name, |bencher| bencher.iter(|| files.iter().for_each(&work)));
    }
    group.finish();
}

fn read((path, bytes): &File) -> Source {
    Source::from_bytes(path, bytes.clone()).expect("the inputs are text")
}

fn source(criterion: &mut Criterion) {
    measure(criterion, "source", |file| drop(black_box(read(file))));
}

fn model(criterion: &mut Criterion) {
    measure(criterion, "model", |file| {
        let source = read(file);
        // Some cases are there to be refused.
        if let Ok(ast) = Ast::parse(source.text()) {
            black_box(SemanticModel::new(&ast, source.text()));
        }
    });
}

/// What is said of every reference, with nothing selected to be rewritten.
fn transform(criterion: &mut Criterion) {
    let options = Options { select: Some(Vec::new()), ..Options::default() };
    measure(criterion, "transform", |(path, bytes)| {
        let _ = black_box(migrate_text(path, bytes, &options));
    });
}

/// The whole way to a checked new text, with everything accepted.
fn render(criterion: &mut Criterion) {
    let all = Changes::named("all").expect("a preset");
    let options = Options { accept: all.into(), ..Options::default() };
    measure(criterion, "render", |(path, bytes)| {
        let _ = black_box(migrate_text(path, bytes, &options));
    });
}

criterion_group!(layers, source, model, transform, render);
criterion_main!(layers);
