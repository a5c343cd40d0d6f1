//! Every query of `queries/` gives the answer that was worked out by hand.
