import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { AssetHash, ProjectId } from '#lib/base/ids.ts';
import { strikeNamed } from '#lib/base/named-hashes.ts';
import type { AssetMentions } from '../asset-mentions.ts';

/** Tables of what could not be read are called so. */
const SET_ASIDE = 'quarantine';

/** Looks through every table that keeps bytes of documents, also those that later versions of the schema bring. */
export class SqliteAssetMentions implements AssetMentions {
	#path: string;

	constructor(path: string) {
		this.#path = path;
	}

	async findUnnamed(projectId: ProjectId, hashes: readonly AssetHash[]): Promise<AssetHash[]> {
		const unnamed = new Set(hashes);
		const database = new DatabaseSync(this.#path, { readOnly: true });
		try {
			// One view of all of it, whatever is appended or folded meanwhile; nobody waits for its end.
			database.exec('BEGIN');
			for (const table of tablesWithBytes(database)) {
				const rows = database.prepare(`SELECT * FROM "${table}" WHERE project_id = ?`).iterate(projectId);
				for (const row of rows) {
					const pieces = Object.values(row).filter((value) => value instanceof Uint8Array);
					if (table.startsWith(SET_ASIDE) || checksum(pieces) !== row['crc']) return [];
					for (const piece of pieces) strikeNamed(piece, unnamed);
					if (unnamed.size === 0) return [];
					await nextTurn();
				}
			}
			return [...unnamed];
		} finally {
			database.close();
		}
	}
}

function tablesWithBytes(database: DatabaseSync): string[] {
	const found = database
		.prepare(
			`SELECT tables.name AS name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
			WHERE tables.type = 'table' GROUP BY tables.name
			HAVING max(columns.name = 'project_id') AND max(columns.name = 'document_id') AND max(columns.type = 'BLOB')`,
		)
		.all();
	return found.map(({ name }) => String(name));
}

const checksum = (pieces: readonly Uint8Array[]): number =>
	pieces.reduce((sum, piece) => crc32(piece, sum), 0);
