-- Customers at the payment vendor whose accounts were closed here: they are deleted there as soon as no payment of theirs is under way.

CREATE TABLE leaving_customers (
    customer_ref text PRIMARY KEY,
    -- How often the vendor was asked, and when it is asked again.
    looks integer NOT NULL DEFAULT 0,
    look_at timestamptz NOT NULL DEFAULT now()
);
