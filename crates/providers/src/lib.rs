//! AI vendors: a request becomes a stream of deltas with its usage last.
