//! The pipeline: articles in, graph out; the stages joined.
