import { ManualClock } from '#lib/base/clock.ts';
import { mintDocumentId, mintProjectId } from '#lib/base/ids.ts';
import { seededRandom } from '#lib/base/random.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { formatAddress, type DocumentAddress } from '#lib/protocol/address.ts';
import type { ProjectRole } from '#lib/protocol/permissions.ts';
import { createConnection, type Connection } from '#lib/sync/connection.ts';
import type { DocumentChannel } from '#lib/sync/document-channel.ts';
import { noHints, type ConnectionHints } from '#lib/sync/hints.ts';
import { createPresence, type Presence } from '#lib/sync/presence.ts';
import { CountingLedger } from './counting-ledger.ts';
import { MemoryNetwork } from './memory-network.ts';
import { MemorySyncServer } from './memory-sync-server.ts';

/** One tab: its own network to the server, one document of the world's project. */
export type SyncClient = {
	readonly network: MemoryNetwork;
	readonly connection: Connection;
	readonly document: LiveDocument;
	readonly ledger: CountingLedger;
	readonly presence: Presence;
	/** Joins the document, with the client's token presented. */
	join(): DocumentChannel;
	set(key: string, value: unknown): void;
	values(): Record<string, unknown>;
};

export type ClientOptions = {
	readonly role?: ProjectRole;
	readonly hints?: ConnectionHints;
	readonly name?: string;
};

/** A server and its clients on virtual time. */
export function createSyncWorld(seed = 1) {
	const clock = new ManualClock(1_000_000);
	const random = seededRandom(seed);
	const server = new MemorySyncServer(clock);
	const address: DocumentAddress = { projectId: mintProjectId(), documentId: mintDocumentId() };
	const clients: SyncClient[] = [];

	function createClient({ role = 'editor', hints = noHints, name = 'Ada' }: ClientOptions = {}): SyncClient {
		const network = new MemoryNetwork(clock, server.accept);
		const { openSocket } = network;
		const url = 'ws://test/sync';
		const connection = createConnection({ url, client: name, clock, random, openSocket, hints });
		const document = new LiveDocument(address.documentId, 'scene');
		const ledger = new CountingLedger(document);
		const presence = createPresence({ document, clock, user: { id: name, name, color: 1 } });
		const token = `token-${role}`;
		server.issue(token, { projectId: address.projectId, role });
		const edits = () => document.ydoc.getMap('edits');
		const client: SyncClient = {
			network,
			connection,
			document,
			ledger,
			presence,
			join() {
				connection.authorize(address.projectId, token);
				return connection.join({ address, document, changes: ledger, presence });
			},
			set: (key, value) => edits().set(key, value),
			values: () => edits().toJSON(),
		};
		clients.push(client);
		return client;
	}

	function dispose(): void {
		for (const { connection, presence, document } of clients) {
			connection.dispose();
			presence.dispose();
			document.destroy();
		}
	}

	/** What the server holds durably. */
	function stored(): Record<string, unknown> {
		const document = server.open(formatAddress(address));
		const values = document.ydoc.getMap('edits').toJSON();
		document.destroy();
		return values;
	}

	return { clock, random, server, address, name: formatAddress(address), createClient, stored, dispose };
}
