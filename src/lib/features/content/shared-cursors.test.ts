import { describe, expect, it } from 'vitest';
import type { PageSession } from '#lib/studio/page-session.svelte.ts';
import { SharedCursors } from './shared-cursors.ts';

const awareness = (states: [number, unknown][]) =>
	({ clientID: 1, getStates: () => new Map(states) }) as unknown as PageSession['awareness'];

describe('the cursors of a page', () => {
	it('carry a name and a colour number, and leave the states they come from alone', () => {
		const state = Object.freeze({ user: Object.freeze({ id: 'a', name: '', color: 3 }), cursor: null });
		const cursors = new SharedCursors(awareness([[7, state]]), 'Guest');
		expect(cursors.getStates().get(7)?.['user']).toMatchObject({ name: 'Guest', peer: 3 });
		expect(state.user).toEqual({ id: 'a', name: '', color: 3 });
	});

	it('stand what a stranger sends', () => {
		const cursors = new SharedCursors(awareness([[7, {}]]), 'Guest');
		expect(cursors.getStates().get(7)?.['user']).toMatchObject({ name: 'Guest', peer: 1 });
	});
});
