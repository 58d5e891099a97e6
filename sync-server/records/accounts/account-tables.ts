/** The tables of accounts. Never edit a step that shipped. */
export const ACCOUNT_TABLES: readonly string[] = [
	`
	CREATE TABLE users (
		id TEXT PRIMARY KEY,
		handle TEXT NOT NULL UNIQUE,
		display_name TEXT NOT NULL,
		role TEXT NOT NULL,
		created_at INTEGER NOT NULL,
		suspended_at INTEGER,
		suspended_for TEXT
	) STRICT, WITHOUT ROWID;
	CREATE INDEX users_by_role ON users (role);
	-- Of who was erased nothing stays but that the id is never anybody's again.
	CREATE TABLE tombstones (
		user_id TEXT PRIMARY KEY,
		erased_at INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE TRIGGER erased_stay_erased BEFORE INSERT ON users
		WHEN EXISTS (SELECT 1 FROM tombstones WHERE user_id = NEW.id)
		BEGIN SELECT RAISE(ABORT, 'this account was erased'); END;
	CREATE TABLE passwords (
		user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
		hash TEXT NOT NULL,
		changed_at INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE TABLE recovery_codes (
		user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
		hash BLOB NOT NULL,
		PRIMARY KEY (user_id, hash)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE identities (
		id TEXT PRIMARY KEY,
		user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
		provider TEXT NOT NULL,
		issuer TEXT NOT NULL,
		subject TEXT NOT NULL,
		name TEXT NOT NULL,
		linked_at INTEGER NOT NULL,
		UNIQUE (issuer, subject)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX identities_of_user ON identities (user_id);
	CREATE TABLE passkeys (
		id TEXT PRIMARY KEY,
		user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
		credential_id TEXT NOT NULL UNIQUE,
		public_key BLOB NOT NULL,
		counter INTEGER NOT NULL,
		transports TEXT NOT NULL,
		site TEXT NOT NULL,
		name TEXT NOT NULL,
		synced INTEGER NOT NULL,
		created_at INTEGER NOT NULL,
		used_at INTEGER
	) STRICT, WITHOUT ROWID;
	CREATE INDEX passkeys_of_user ON passkeys (user_id);
	CREATE TABLE sessions (
		id TEXT PRIMARY KEY,
		user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
		device TEXT NOT NULL,
		method TEXT NOT NULL,
		address TEXT NOT NULL,
		created_at INTEGER NOT NULL,
		seen_at INTEGER NOT NULL,
		proved_at INTEGER NOT NULL,
		expires_at INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE INDEX sessions_of_user ON sessions (user_id, seen_at);
	CREATE INDEX sessions_by_end ON sessions (expires_at);
	-- One family of refresh tokens for each session: the one that is good, and the one it took the place of.
	CREATE TABLE refresh_families (
		family_hash BLOB PRIMARY KEY,
		session_id TEXT NOT NULL UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
		token_hash BLOB NOT NULL,
		previous_hash BLOB,
		rotated_at INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	-- What was asked of a browser and is answered once: by passkeys, and by who comes back from a provider.
	CREATE TABLE challenges (
		hash BLOB PRIMARY KEY,
		purpose TEXT NOT NULL,
		user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
		payload TEXT NOT NULL,
		expires_at INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE INDEX challenges_by_end ON challenges (expires_at);
	`,
	// What admins look for among many.
	`
	CREATE INDEX users_by_role_and_handle ON users (role, handle);
	CREATE INDEX users_suspended ON users (handle) WHERE suspended_at IS NOT NULL;
	`,
	// When each way in was last used, as passkeys always told.
	`
	ALTER TABLE passwords ADD COLUMN used_at INTEGER;
	ALTER TABLE identities ADD COLUMN used_at INTEGER;
	`,
	// Browsers give a passkey to every port of its host; null for those from before it was kept.
	`
	ALTER TABLE passkeys ADD COLUMN origin TEXT;
	`,
	// So that one network cannot take up all the challenges there may be.
	`
	ALTER TABLE challenges ADD COLUMN network TEXT NOT NULL DEFAULT '';
	CREATE INDEX challenges_by_network ON challenges (network);
	`,
];
