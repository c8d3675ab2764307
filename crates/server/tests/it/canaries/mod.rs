//! The first promise beyond the data directory (`canary`): every column, a running backup, traces, metrics, the operator.

mod outside;
mod sealed_columns;
