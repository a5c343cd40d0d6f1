//! Universal Dependencies: the closed vocabularies of tags, features and relations.

mod deprel;
mod feats;
mod upos;
mod xpos;

pub use deprel::Deprel;
pub use feats::Feats;
pub use upos::Upos;
pub use xpos::Xpos;

/// Text that is not a word of one of the vocabularies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a {1}")]
pub struct UnknownLabel(pub String, pub &'static str);

/// Declares a closed vocabulary: an enum, its spellings, `FromStr` and `Display`.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident, $what:literal, { $($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!("<code>", $text, "</code>")] #[doc = ""] $(#[$doc])* $variant,)*
        }

        impl $name {
            /// Every label, in the order of the declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The spelling of the standard.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ud::UnknownLabel;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => Err($crate::ud::UnknownLabel(text.to_owned(), $what)),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use vocabulary;
