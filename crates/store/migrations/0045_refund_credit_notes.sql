-- A credit note comes before a refund (MONEY.md §2). A share can be given back in parts, so there may be several.

ALTER TABLE credit_notes
    DROP CONSTRAINT credit_notes_reason_check,
    ADD CONSTRAINT credit_notes_reason_check CHECK (reason IN ('removed', 'suspended', 'joined', 'refunded'));
CREATE INDEX credit_notes_of_share_idx ON credit_notes (group_id, share_id);
