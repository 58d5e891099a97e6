import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { actionNameOf, MAX_ACTIONS, type ProjectAction } from '../input-actions.ts';
import { LiveDocument } from '../live-document.ts';
import { ProjectDocument } from '../project.ts';
import { removeAction, setAction } from './set-action.ts';

const newProject = () => new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));
const roll: ProjectAction = { name: 'roll', label: 'Roll', bindings: ['key:KeyR', 'pad:1'], onScreen: true };
const cast: ProjectAction = { name: 'cast', label: 'Cast a spell', bindings: [], onScreen: false };

describe('[T67] the actions of a project', () => {
	it('are declared, changed, listed by name, and taken away', () => {
		const project = newProject();
		for (const action of [roll, cast]) unwrap(setAction(project, action));
		expect(project.snapshot.settings.actions).toEqual([cast, roll]);
		unwrap(setAction(project, { ...roll, onScreen: false }));
		unwrap(removeAction(project, 'cast'));
		expect(project.snapshot.settings.actions).toEqual([{ ...roll, onScreen: false }]);
		expect(removeAction(project, 'cast').ok).toBe(false);
	});

	it('by two people are both there', () => {
		const [ana, ben] = [newProject(), newProject()];
		unwrap(setAction(ana, roll));
		unwrap(setAction(ben, cast));
		ana.document.applyV2(ben.document.encodeState(), 'network');
		expect(ana.snapshot.settings.actions).toEqual([cast, roll]);
	});

	it.each([
		['a name that every game has', { name: 'jump' }],
		['a name that every object has', { name: 'constructor' }],
		['no name', { name: 'two words' }],
		['no words for players', { label: '  ' }],
		['too many of them', { label: 'x'.repeat(25) }],
		['a key that the browser needs', { bindings: ['key:Tab'] }],
		['no key', { bindings: ['R'] }],
		['too many keys', { bindings: 'ABCDEFG'.split('').map((key) => `key:Key${key}`) }],
		['neither yes nor no', { onScreen: 1 }],
	])('are refused with %s', (_, change) => {
		const project = newProject();
		unwrap(setAction(project, roll));
		const before = project.document.encodeState();
		expect(setAction(project, { ...cast, ...change } as ProjectAction)).toMatchObject({ ok: false });
		expect(project.document.encodeState()).toEqual(before);
	});

	it('are no more than players could press', () => {
		const project = newProject();
		for (let i = 0; i < MAX_ACTIONS; i++) unwrap(setAction(project, { ...roll, name: `roll${i}x` }));
		expect(setAction(project, cast).ok).toBe(false);
		unwrap(setAction(project, { ...roll, name: 'roll0x', label: 'Other' }));
	});

	it('are read with care, whatever a peer wrote', () => {
		const project = newProject();
		const settings = project.document.ydoc.getMap('settings');
		for (const [name, value] of Object.entries({
			roll: { label: ' Roll ', bindings: ['key:KeyR', 'key:KeyR', 'key:Tab', 5], onScreen: 'yes', more: 1 },
			jump: { label: 'Jump', bindings: [], onScreen: true },
			cast: { label: '', bindings: [] },
			shout: 'loud',
			__proto__x: { label: 'Odd' },
		}))
			settings.set(`action:${name}`, value as never);
		expect(project.snapshot.settings.actions).toEqual([
			{ name: 'roll', label: 'Roll', bindings: ['key:KeyR'], onScreen: false },
		]);
	});
});

it.each([
	['Roll', 'roll'],
	['Cast a spell', 'castASpell'],
	['Drücken', 'drucken'],
	['2nd weapon', 'ndWeapon'],
	['!', 'action'],
	['Jump', 'jump2'],
])('[T67] “%s” is asked for as `%s`', (label, name) => {
	expect(actionNameOf(label, new Set())).toBe(name);
});
