//! A collection is a graph on disk that survives kill -9.
