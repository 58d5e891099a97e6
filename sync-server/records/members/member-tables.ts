/** The tables of members. Never edit a step that shipped. */
export const MEMBER_TABLES: readonly string[] = [
	`
	CREATE TABLE members (
		project_id TEXT NOT NULL REFERENCES projects (id),
		user_id TEXT NOT NULL,
		role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'commenter', 'viewer', 'player')),
		since INTEGER NOT NULL,
		added_by TEXT,
		PRIMARY KEY (project_id, user_id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX members_by_user ON members (user_id, since, project_id);
	CREATE INDEX members_by_time ON members (project_id, since, user_id);
	CREATE TABLE project_titles (
		project_id TEXT PRIMARY KEY REFERENCES projects (id),
		title TEXT NOT NULL,
		told_at INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	-- By link (the hash of its token) or to one person. Who accepted the last use of one, or declined it, ended it.
	CREATE TABLE invitations (
		id TEXT PRIMARY KEY,
		project_id TEXT NOT NULL REFERENCES projects (id),
		token_hash BLOB UNIQUE,
		user_id TEXT,
		role TEXT NOT NULL CHECK (role IN ('editor', 'commenter', 'viewer', 'player')),
		created_at INTEGER NOT NULL,
		created_by TEXT,
		expires_at INTEGER,
		uses_left INTEGER,
		ended_at INTEGER,
		CHECK ((token_hash IS NULL) <> (user_id IS NULL))
	) STRICT, WITHOUT ROWID;
	CREATE INDEX invitations_of_project ON invitations (project_id, created_at, id) WHERE ended_at IS NULL;
	CREATE UNIQUE INDEX invitations_of_person ON invitations (user_id, project_id) WHERE ended_at IS NULL AND user_id IS NOT NULL;
	CREATE TABLE join_requests (
		id TEXT PRIMARY KEY,
		project_id TEXT NOT NULL REFERENCES projects (id),
		user_id TEXT NOT NULL,
		message TEXT NOT NULL,
		created_at INTEGER NOT NULL,
		declined_at INTEGER,
		UNIQUE (project_id, user_id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX join_requests_by_time ON join_requests (project_id, created_at, id);
	CREATE INDEX join_requests_by_user ON join_requests (user_id);
	-- Projects whose content is to be removed: at once, and again a little later for what was on its way.
	CREATE TABLE purges (
		project_id TEXT PRIMARY KEY,
		due_at INTEGER NOT NULL,
		again INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	`,
	`
	-- Whom an owner removed or lowered, and when last: links of invitations from before raise them no more.
	CREATE TABLE dismissals (
		project_id TEXT NOT NULL REFERENCES projects (id),
		user_id TEXT NOT NULL,
		at INTEGER NOT NULL,
		PRIMARY KEY (project_id, user_id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX dismissals_by_user ON dismissals (user_id);
	`,
	`
	-- What an account owns is no claim's any more: from before that was done with the attaching.
	UPDATE projects SET claim_ended_at = created_at
		WHERE claim_ended_at IS NULL AND id IN (SELECT project_id FROM members WHERE role = 'owner');
	`,
	`
	-- What somebody got and made, for what they take along and for how many they may make; a project's that ended.
	CREATE INDEX invitations_to ON invitations (user_id, created_at, id) WHERE user_id IS NOT NULL;
	CREATE INDEX invitations_by ON invitations (created_by, created_at, id) WHERE created_by IS NOT NULL;
	CREATE INDEX invitations_ended ON invitations (project_id, ended_at) WHERE ended_at IS NOT NULL;
	`,
];
