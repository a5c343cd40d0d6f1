//! The model that the program carries with it; `data/model/english.toml` is its card.

/// The encoder, as ONNX.
pub(super) static ENCODER: &[u8] = include_bytes!("../../data/model/english.onnx");

/// The word pieces, one a line, in the order of their ids.
pub(super) static VOCABULARY: &str = include_str!("../../data/model/english-vocab.txt");

/// The labels in the order of the encoder's outputs: a kind and its labels on each line,
/// separated by tabs.
pub(super) static LABELS: &str = include_str!("../../data/model/english-labels.txt");

/// The layer that scores relations: a row of weights for each of its inputs, then the
/// biases, as little-endian `f32`.
pub(super) static LABEL_HEAD: &[u8] =
    include_bytes!("../../data/model/english-label-head.f32");
