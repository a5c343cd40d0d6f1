//! Predicted against gold.
