/** What the peer keeps its documents in: one row for each, replaced whole. */
export const PEER_SCHEMA = `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
	CREATE TABLE IF NOT EXISTS documents (name TEXT PRIMARY KEY, data BLOB NOT NULL)`;
