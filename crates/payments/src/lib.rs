//! How a share is settled: by hand now, by card when a vendor is configured.
