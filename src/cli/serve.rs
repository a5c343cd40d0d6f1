//! `serve`: a collection over HTTP.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::Args;

use crate::error::Error;
use crate::serve::{self, IpAddr, Settings};

use super::args::seconds;
use super::output;

/// The arguments of `serve`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph serve news
  newsgraph serve news --port 8080 --timeout 60")]
pub(super) struct ServeArgs {
    /// The collection.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The address to listen at; any but that of this machine alone demands --token.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// The port; 0 for any that is free.
    #[arg(long, default_value_t = 7878, overrides_with = "port")]
    port: u16,
    /// Let clients keep notes in graphs of their own, beside those of the articles.
    #[arg(long)]
    write: bool,
    /// Answer only those who know the token in this file: one line, 16 letters or more.
    #[arg(long, value_name = "FILE")]
    token: Option<PathBuf>,
    /// Stop a query after so many seconds.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    timeout: Duration,
    /// Stop the longest-running query when all together take more than so many MiB.
    #[arg(long, value_name = "MIB", default_value_t = 2048)]
    memory: u64,
}

/// Serves until it is interrupted.
pub(super) fn run(args: ServeArgs) -> Result<ExitCode> {
    let settings = Settings {
        folder: args.folder,
        host: args.host,
        port: args.port,
        write: args.write,
        token: args.token.map(token).transpose()?,
        timeout: args.timeout,
        memory: args.memory.saturating_mul(1 << 20),
    };
    if !settings.host.is_loopback() && settings.token.is_none() {
        bail!(
            "--host {}: others could read the collection; give --token FILE, with a \
             secret of 16 letters or more in that file",
            settings.host
        );
    }
    serve::serve(settings, |line| output::complain(&format!("newsgraph: {line}")))?;
    Ok(ExitCode::SUCCESS)
}

/// The secret in a file.
fn token(path: PathBuf) -> Result<String> {
    let text = fs::read_to_string(&path).map_err(Error::io(&path))?;
    let token = text.trim();
    let is_token = |it: char| it.is_ascii_graphic();
    if token.len() < 16 || !token.chars().all(is_token) {
        bail!(
            "{}: not a token; write one line of 16 or more letters, digits and signs, \
             such as `openssl rand -hex 32` prints",
            path.display()
        );
    }
    Ok(token.to_owned())
}
