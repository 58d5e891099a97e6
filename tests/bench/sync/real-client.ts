import { systemClock } from '#lib/base/clock.ts';
import { unwrap } from '#lib/base/result.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { parseAddress } from '#lib/protocol/address.ts';
import { Connection } from '#lib/sync/connection.ts';
import type { DocumentChannel } from '#lib/sync/document-channel.ts';
import { openWebSocket } from '#lib/sync/web-socket-adapter.ts';
import { CountingLedger } from '../../helpers/counting-ledger.ts';
import type { Venue } from './servers.ts';

/** Somebody with the app open: the client we ship, on a real socket, with its own back-off. */
export type RealClient = {
	readonly connection: Connection;
	readonly channel: DocumentChannel;
	readonly scene: SceneDocument;
	readonly ledger: CountingLedger;
};

export function createRealClient({ port, token }: Venue, room: string): RealClient {
	const address = unwrap(parseAddress(room));
	const connection = new Connection({
		url: `ws://127.0.0.1:${port}/sync`,
		client: 'bench',
		clock: systemClock,
		random: Math.random,
		openSocket: openWebSocket,
	});
	connection.authorize(address.projectId, token);
	const document = new LiveDocument(address.documentId, 'scene');
	const ledger = new CountingLedger(document);
	const channel = connection.join({ address, document, changes: ledger });
	return { connection, channel, scene: new SceneDocument(document), ledger };
}
