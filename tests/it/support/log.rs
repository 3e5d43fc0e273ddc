//! The log of every server in this process. Of what is written only the lines are kept that hold what no log may: marks that
//! tests plant, and the password, the names and the tokens of all people of the suite.

use super::fixtures::PASSWORD;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use tracing_subscriber::EnvFilter;

/// In every word that is planted: it is no word, and has nothing that folding a name would change.
pub const MARK: &str = "qzxmark";

/// Planted where only a date or a number fits.
pub const BIRTH: &str = "1903-07-19";

/// What no line may hold: the marks; how every name of the fixtures begins, every signed token, every hash of a password,
/// and the secrets of feeds.
const PRIVATE: [&str; 7] =
    [MARK, BIRTH, PASSWORD, "Fictional ", "eyJ", "$argon2", "correct+horse+battery+staple"];

/// With what the codes begin that a newer process would have stored: the lines that name them are kept, too.
pub const NEWER: &str = "of_a_newer_process";

static LINES: AtomicUsize = AtomicUsize::new(0);
static KEPT: Mutex<Vec<String>> = Mutex::new(Vec::new());
static NAMING: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Reads every line, and keeps the few that should not be there.
struct Reader;

impl Write for Reader {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        LINES.fetch_add(1, Ordering::Relaxed);
        let text = String::from_utf8_lossy(line);
        if PRIVATE.iter().any(|private| text.contains(private)) {
            KEPT.lock().unwrap().push(text.into_owned());
        } else if text.contains(NEWER) {
            NAMING.lock().unwrap().push(text.into_owned());
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Starts the log, as talkative as an operator who looks for a fault would have it.
pub fn start() {
    static STARTED: OnceLock<()> = OnceLock::new();
    STARTED.get_or_init(|| {
        tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new("info,greffe=trace"))
            .with_ansi(false)
            .with_writer(|| Reader)
            .init();
    });
}

/// How many lines there were so far.
pub fn lines() -> usize {
    LINES.load(Ordering::Relaxed)
}

/// The lines so far that name a code of a newer process.
pub fn naming(code: &str) -> Vec<String> {
    NAMING.lock().unwrap().iter().filter(|line| line.contains(code)).cloned().collect()
}

/// Fails where anything was logged that should not be.
#[track_caller]
pub fn holds_nothing_private() {
    let kept = KEPT.lock().unwrap();
    assert!(kept.is_empty(), "the log holds what no log may: {kept:#?}");
}
