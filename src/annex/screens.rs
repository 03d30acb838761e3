//! The annex in the page: one file for each screen, and what they share.
//!
//! `page` hears what the page asks, `state` is what the annex knows, `frame` is what every screen has around it, and `pieces` are what
//! several are made of, with `groups` for lists of annotations. `thread` has work done beside the page, `suggesting` asks the rules, `site_file` fetches the site's files.

mod agreement;
mod commands;
mod comparison;
mod doubts;
mod export;
mod frame;
mod groups;
mod guidelines;
mod import;
mod labels;
mod library;
mod overview;
mod page;
mod pieces;
mod practice;
mod review;
mod site_file;
mod state;
mod suggesting;
mod thread;

pub use page::start;
