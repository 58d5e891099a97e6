// The peer, as its documentation sets it up: its own server with the database extension, over the database ours uses
// and with the same guarantees (write-ahead log, synchronous=FULL). No hook asks who comes in.
import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { Database } from '@hocuspocus/extension-database';
import { Server } from '@hocuspocus/server';
import * as Y from 'yjs';
import { PEER_SCHEMA } from './peer-schema.ts';
import { now } from './processes.ts';

const { DATA_FILE = '', STORES_FILE } = process.env;
const database = new DatabaseSync(DATA_FILE);
database.exec(PEER_SCHEMA);
const select = database.prepare('SELECT data FROM documents WHERE name = ?');
const upsert = database.prepare(
	'INSERT INTO documents (name, data) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET data = excluded.data',
);

/** For the bench alone: when a state was on the disk, since no client is ever told. */
function noteStore(document: Y.Doc): void {
	if (!STORES_FILE) return;
	const at = now();
	appendFileSync(
		STORES_FILE,
		`${JSON.stringify({ at, ends: [...Y.decodeStateVector(Y.encodeStateVector(document))] })}\n`,
	);
}

const server = new Server({
	quiet: true,
	address: '127.0.0.1',
	extensions: [
		new Database({
			fetch: async ({ documentName }) => {
				const row = select.get(documentName);
				return row ? (row['data'] as Uint8Array) : null;
			},
			store: async ({ documentName, state, document }) => {
				upsert.run(documentName, state);
				noteStore(document);
			},
		}),
	],
});
// Port 0 is not a port to it, but "none given".
server.configuration.port = 0;
await server.listen();
process.stdout.write(`ready: ${server.address.port}\n`);
