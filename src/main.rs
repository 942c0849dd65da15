//! The `crosslight` command.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A build makes and drops millions of small values on all threads; see benches/README.md for what
/// this gains.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    crosslight::cli::run()
}
