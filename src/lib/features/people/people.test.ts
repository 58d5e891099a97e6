import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '#lib/base/ids.ts';
import type { Peer } from '#lib/sync/presence.ts';
import { listPeople } from './people.ts';

const camera = { position: [0, 1, 5], target: [0, 0, 0], fov: 50 } as const;
const peer = (clientId: number, id: string, more: Partial<Peer> = {}): Peer => ({
	clientId,
	user: { id, name: id, color: 3 },
	selection: [],
	camera: null,
	document: null,
	role: null,
	...more,
});

describe('the people of a project', () => {
	it('are shown once each, with one tab or several', () => {
		const scene = mintDocumentId();
		const people = listPeople([peer(1, 'ana'), peer(2, 'jo'), peer(3, 'ana', { document: scene })], [], 'me');
		expect(people.map(({ id }) => id)).toEqual(['ana', 'jo']);
		expect(people[0]?.document).toBe(scene);
	});

	it('do not include oneself in another tab', () => {
		expect(listPeople([peer(1, 'me'), peer(2, 'ana')], [], 'me').map(({ id }) => id)).toEqual(['ana']);
	});

	it('have a camera only in the scene on screen', () => {
		const people = [peer(1, 'ana'), peer(2, 'jo')];
		const found = listPeople(people, [peer(9, 'ana', { camera })], 'me');
		expect(found.map((person) => person.camera)).toEqual([camera, null]);
	});

	it('keep their order when somebody comes or goes', () => {
		const all = [peer(5, 'cy'), peer(7, 'ana'), peer(9, 'bo')];
		expect(listPeople(all, [], 'me').map(({ id }) => id)).toEqual(['ana', 'bo', 'cy']);
		expect(listPeople(all.slice(1), [], 'me').map(({ id }) => id)).toEqual(['ana', 'bo']);
	});
});
