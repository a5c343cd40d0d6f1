//! Files of any kind to articles.
