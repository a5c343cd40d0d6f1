//! The command line: arguments, files, terminal, exit codes.
