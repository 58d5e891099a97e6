import { describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock.ts';
import type { DocumentId } from '../base/ids.ts';
import { ok, unwrap } from '../base/result.ts';
import { setText } from '../doc/commands/edit-script.ts';
import { readyScript } from '../doc/ready-script.ts';
import { ScriptDocument } from '../doc/script.ts';
import { MemorySyncServer } from '../../../tests/helpers/memory-sync-server.ts';
import { openDevice } from '../../../tests/helpers/studio-device.ts';
import { copyScript } from './copy-script.ts';
import type { ProjectSession } from './project-session.svelte.ts';
import { takeBehaviour } from './take-behaviour.ts';

const SPIN = { name: 'Spin', text: () => Promise.resolve('export default class Spin {}\n') } as const;

async function setup() {
	const device = await openDevice(new MemorySyncServer(systemClock));
	const id = unwrap(await device.home.createProject({ title: 'Game' }));
	return { device, id, session: await device.open(id) };
}
const scriptsOf = ({ documents }: ProjectSession) =>
	documents.filter(({ kind }) => kind === 'script').map(({ title }) => title);
const textIn = (session: ProjectSession, id: DocumentId) => {
	const script = new ScriptDocument(session.liveDocument(id)!);
	return { script, text: script.snapshot.text };
};
function change(session: ProjectSession, id: DocumentId) {
	const { script, text } = textIn(session, id);
	unwrap(setText(script, `// Mine\n${text}`));
}

describe('[T64] a ready behaviour is a script of the project', () => {
	it('that is made once, and is no step to take back by itself', async () => {
		const { session } = await setup();
		await session.history.whenLoaded();
		const spin = unwrap(await takeBehaviour(session, SPIN));
		expect(textIn(session, spin).text).toBe(await SPIN.text());
		expect(unwrap(await takeBehaviour(session, SPIN))).toBe(spin);
		expect(scriptsOf(session)).toEqual(['Spin']);
		expect(session.history.canUndo).toBe(false);
	});

	it('whatever it is called since, also in a copy of the project', async () => {
		const { device, id, session } = await setup();
		const spin = unwrap(await takeBehaviour(session, SPIN));
		unwrap(session.renameDocument(spin, 'Carousel'));
		expect(unwrap(await takeBehaviour(session, SPIN))).toBe(spin);
		await session.whenDurable();
		const copy = await device.open(unwrap(await device.home.duplicateProject(id)));
		const taken = unwrap(await takeBehaviour(copy, SPIN));
		expect(taken).not.toBe(spin);
		expect(scriptsOf(copy)).toEqual(['Carousel']);
	});

	it('a script, also where a peer gave its place to something else', async () => {
		const { session } = await setup();
		const { id } = readyScript(session.id, SPIN.name, await SPIN.text());
		const row = { kind: 'scene', title: 'Mine', order: 'a5' };
		await session.editIndex((index) => {
			unwrap(index.document.edit('add', 'edit', (edit) => edit.create('documents', id, row)));
			return ok();
		});
		const taken = unwrap(await takeBehaviour(session, SPIN));
		expect(session.findDocument(taken)?.kind).toBe('script');
		expect(session.findDocument(id)?.title).toBe('Mine');
	});

	it('beside the one that somebody made their own', async () => {
		const { session } = await setup();
		const mine = unwrap(await takeBehaviour(session, SPIN));
		change(session, mine);
		const second = unwrap(await takeBehaviour(session, SPIN));
		expect(second).not.toBe(mine);
		expect(scriptsOf(session)).toEqual(['Spin', 'Spin 2']);
		expect(unwrap(await takeBehaviour(session, SPIN))).toBe(second);
		expect(textIn(session, mine).text).toContain('Mine');
	});

	it('put back where it was deleted, unless it was changed before', async () => {
		const { device, id, session } = await setup();
		const spin = unwrap(await takeBehaviour(session, SPIN));
		unwrap(session.setDocumentRemoved(spin, true));
		await session.whenDurable();
		await session.close();
		const again = await device.open(id);
		expect(unwrap(await takeBehaviour(again, SPIN))).toBe(spin);
		expect(scriptsOf(again)).toEqual(['Spin']);
		change(again, spin);
		unwrap(again.setDocumentRemoved(spin, true));
		expect(unwrap(await takeBehaviour(again, SPIN))).not.toBe(spin);
		expect(scriptsOf(again)).toEqual(['Spin']);
	});

	it('on a branch as well, and one with that of the project when they are merged', async () => {
		const { device, id, session } = await setup();
		const branch = unwrap(await session.branches.create('Night'));
		const spin = unwrap(await takeBehaviour(session, SPIN));
		await session.whenDurable();
		await session.close();
		const night = await device.open(id, branch);
		expect(unwrap(await takeBehaviour(night, SPIN))).toBe(spin);
		expect(textIn(night, spin).text).toBe(await SPIN.text());
		unwrap(await night.branches.update());
		expect(scriptsOf(night)).toEqual(['Spin']);
	});

	it('and nothing is made where its text cannot be fetched', async () => {
		const { session } = await setup();
		const text = () => Promise.reject(new TypeError('offline'));
		expect(await takeBehaviour(session, { name: 'Spin', text })).toMatchObject({
			ok: false,
			error: { message: expect.stringContaining('Go online') as string },
		});
		expect(scriptsOf(session)).toEqual([]);
	});
});

it('[T66] a copy of a script says the same under a name of its own, and leaves the original to the others', async () => {
	const { session } = await setup();
	const spin = unwrap(await takeBehaviour(session, SPIN));
	const mine = unwrap(await copyScript(session, spin));
	expect(scriptsOf(session)).toEqual(['Spin', 'Spin 2']);
	change(session, mine);
	expect(textIn(session, mine).text).toBe(`// Mine\n${await SPIN.text()}`);
	expect(textIn(session, spin).text).toBe(await SPIN.text());
});
