//! `aiofiles`.

use super::{Row, keep, manual};

pub static ROWS: &[Row] = &[
    manual(
        &["aiofiles.open", "aiofiles.threadpool.open"],
        "AnyIO's file is opened by an awaited call and waits for its operation when it is cancelled, where aiofiles leaves the thread to itself",
        "`async with await anyio.open_file(path) as f:`, with the same methods; to read it whole: `await anyio.Path(path).read_text()`",
    ),
    manual(
        &[
            "aiofiles.stdin",
            "aiofiles.stdout",
            "aiofiles.stderr",
            "aiofiles.stdin_bytes",
            "aiofiles.stdout_bytes",
            "aiofiles.stderr_bytes",
        ],
        "AnyIO wraps the file when it is asked to",
        "`anyio.wrap_file(sys.stdin)` and the like, `sys.stdin.buffer` for bytes",
    ),
    manual(
        &["aiofiles.threadpool.wrap"],
        "AnyIO wraps files by another name",
        "`anyio.wrap_file(f)`",
    ),
    manual(
        &["aiofiles.os.wrap", "aiofiles.ospath.wrap"],
        "AnyIO runs any function in a thread",
        "`await to_thread.run_sync(f, *args, abandon_on_cancel=True)` where the wrapped function is awaited",
    ),
    manual(
        &["aiofiles.os.remove", "aiofiles.os.unlink"],
        "AnyIO has it as a method of its paths",
        "`await anyio.Path(path).unlink()`",
    ),
    manual(
        &["aiofiles.os.rename", "aiofiles.os.replace"],
        "AnyIO has it as a method of its paths",
        "`await anyio.Path(source).rename(target)`, or `.replace(target)`",
    ),
    manual(
        &["aiofiles.os.mkdir", "aiofiles.os.makedirs"],
        "AnyIO has it as a method of its paths",
        "`await anyio.Path(path).mkdir()`; `makedirs(path, exist_ok=True)` is `mkdir(parents=True, exist_ok=True)`",
    ),
    manual(
        &["aiofiles.os.rmdir", "aiofiles.os.stat", "aiofiles.os.readlink"],
        "AnyIO has it as a method of its paths",
        "`await anyio.Path(path).rmdir()`, `.stat()`, `.readlink()`, which gives a path",
    ),
    manual(
        &["aiofiles.os.symlink", "aiofiles.os.link"],
        "AnyIO has it as a method of its paths, which take the other path as the argument",
        "`await anyio.Path(link).symlink_to(target)`, `.hardlink_to(target)`",
    ),
    manual(
        &["aiofiles.os.listdir", "aiofiles.os.scandir"],
        "AnyIO lists a folder by iterating it, as paths",
        "`[path.name async for path in anyio.Path(folder).iterdir()]`",
    ),
    manual(
        &["aiofiles.os.getcwd"],
        "AnyIO has it as a method of its paths, which gives a path",
        "`str(await anyio.Path.cwd())`",
    ),
    manual(
        &[
            "aiofiles.os.access",
            "aiofiles.os.removedirs",
            "aiofiles.os.renames",
            "aiofiles.os.sendfile",
            "aiofiles.os.statvfs",
        ],
        "AnyIO's paths have no such method",
        "`await to_thread.run_sync(os.access, path, mode)` and the like",
    ),
    manual(
        &[
            "aiofiles.os.path.exists",
            "aiofiles.os.path.isfile",
            "aiofiles.os.path.isdir",
            "aiofiles.os.path.islink",
            "aiofiles.os.path.ismount",
            "aiofiles.ospath.exists",
            "aiofiles.ospath.isfile",
            "aiofiles.ospath.isdir",
            "aiofiles.ospath.islink",
            "aiofiles.ospath.ismount",
        ],
        "AnyIO has it as a method of its paths",
        "`await anyio.Path(path).exists()`, `.is_file()`, `.is_dir()`, `.is_symlink()`, `.is_mount()`",
    ),
    manual(
        &[
            "aiofiles.os.path.getsize",
            "aiofiles.os.path.getmtime",
            "aiofiles.os.path.getatime",
            "aiofiles.os.path.getctime",
            "aiofiles.ospath.getsize",
            "aiofiles.ospath.getmtime",
            "aiofiles.ospath.getatime",
            "aiofiles.ospath.getctime",
        ],
        "AnyIO's paths give all of it at once",
        "`(await anyio.Path(path).stat()).st_size`, `.st_mtime`, `.st_atime`, `.st_ctime`",
    ),
    manual(
        &["aiofiles.os.path.samefile", "aiofiles.ospath.samefile"],
        "AnyIO has it as a method of its paths",
        "`await anyio.Path(path).samefile(other)`",
    ),
    manual(
        &[
            "aiofiles.os.path.abspath",
            "aiofiles.os.path.sameopenfile",
            "aiofiles.ospath.abspath",
            "aiofiles.ospath.sameopenfile",
        ],
        "needs no method of AnyIO's paths",
        "`os.path.abspath(path)` reads no file; `await to_thread.run_sync(os.path.sameopenfile, a, b)`",
    ),
    manual(
        &[
            "aiofiles.tempfile.NamedTemporaryFile",
            "aiofiles.tempfile.TemporaryFile",
            "aiofiles.tempfile.SpooledTemporaryFile",
            "aiofiles.tempfile.TemporaryDirectory",
        ],
        "AnyIO has the same by the same name, and waits for its operation when it is cancelled",
        "`async with anyio.NamedTemporaryFile() as f:`, `TemporaryFile`, `SpooledTemporaryFile`, `TemporaryDirectory`",
    ),
    keep(
        &[
            "aiofiles",
            "aiofiles.os",
            "aiofiles.os.path",
            "aiofiles.ospath",
            "aiofiles.tempfile",
            "aiofiles.threadpool",
        ],
        "the module is used as a value, so which names are taken from it cannot be seen",
    ),
];
