import * as Y from 'yjs';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import { LineClient } from '../helpers/line-client.ts';

/** What a newcomer gets: one update, and what the server holds besides as the updates it once was. */
export async function readDocument(origin: string, token: string, address: DocumentAddress): Promise<Y.Doc> {
	const reader = await LineClient.join(origin, token);
	const { update, stateVector } = await reader.open(1, address);
	const ydoc = new Y.Doc();
	Y.applyUpdate(ydoc, update);
	const promised = Y.decodeStateVector(stateVector);
	const lacks = () => [...promised].some(([author, end]) => Y.getState(ydoc.store, author) < end);
	while (lacks()) Y.applyUpdate(ydoc, (await reader.next('server-update')).update);
	await reader.leave();
	return ydoc;
}
