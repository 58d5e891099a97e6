import { describe, expect, it } from 'vitest';
import { mintEntityId } from '#lib/base/ids.ts';
import type { Peer } from '#lib/sync/presence.ts';
import { peerActivity } from './status.ts';

const trunk = mintEntityId();
const chair = mintEntityId();
const entities = new Map([
	[trunk, { name: 'Travel trunk' }],
	[chair, { name: 'Chair' }],
]);
const peer = (clientId: number, name: string, selection: readonly string[]): Peer => ({
	clientId,
	user: { id: name, name, color: 1 },
	selection,
	camera: null,
	document: null,
	role: 'editor',
});

describe('what the others do', () => {
	const peers = [peer(1, '', [chair]), peer(2, 'Ana', [trunk])];

	it('is what somebody drags, before what somebody has selected', () => {
		expect(peerActivity(peers, new Map([[2, [trunk]]]), entities)).toBe('Ana: moving “Travel trunk”');
		expect(peerActivity(peers, new Map(), entities)).toBe('Guest: “Chair”');
	});

	it('is nothing when nobody has anything that is here', () => {
		expect(peerActivity([peer(1, 'Ana', [mintEntityId()])], new Map([[9, [trunk]]]), entities)).toBeNull();
	});
});
