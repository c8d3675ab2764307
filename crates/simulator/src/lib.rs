//! Development and tests only: a scriptable AI vendor that speaks the real wire formats, with faults.
