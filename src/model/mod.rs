//! The encoder: WordPiece, inference, tree decoding. The only user of rten.
