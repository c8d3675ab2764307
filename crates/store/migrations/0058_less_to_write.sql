-- What each turn wrote for nobody: pages and exports read `usage_by_day` since 0016.
DROP INDEX usage_by_day_idx;
