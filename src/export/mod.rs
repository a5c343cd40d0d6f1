//! The graph in the formats of other tools; one format, one file.
