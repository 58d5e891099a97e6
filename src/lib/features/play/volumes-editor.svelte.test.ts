import { expect, it, vi } from 'vitest';
import type { JsonValue } from '#lib/base/json.ts';
import { err, ok } from '#lib/base/result.ts';
import { FULL_VOLUMES } from '#lib/runtime/sound/volumes.ts';
import { storageProblem } from '#lib/storage/storage-failure.ts';
import { VolumesEditor } from './volumes-editor.svelte.ts';

function setup() {
	const kept = new Map<string, JsonValue>();
	const answers = { reads: true };
	const settings = {
		read: async (key: string) => (answers.reads ? ok(kept.get(key)) : err(storageProblem('lost'))),
		set: async (key: string, value: JsonValue) => kept.set(key, value).has(key),
	};
	const open = (projectId = 'p') => {
		const apply = vi.fn();
		return { apply, editor: new VolumesEditor({ settings, projectId }, apply) };
	};
	return { kept, answers, open };
}

it('[T28] what is made quieter is so at once in the game, and the next time on this device, in this project', async () => {
	const { open, kept } = setup();
	const { editor, apply } = open();
	await editor.load();
	expect(editor.volumes).toEqual(FULL_VOLUMES);
	editor.preview('music', 0.4);
	expect(apply).toHaveBeenLastCalledWith({ ...FULL_VOLUMES, music: 0.4 });
	expect(kept.size).toBe(0);
	editor.set('music', 0.3);
	editor.setMuted(true);
	expect(apply).toHaveBeenLastCalledWith({ ...FULL_VOLUMES, music: 0.3, muted: true });
	const [again, other] = [open().editor, open('q').editor];
	await Promise.all([again.load(), other.load()]);
	expect(again.volumes).toEqual({ ...FULL_VOLUMES, music: 0.3, muted: true });
	expect(other.volumes).toEqual(FULL_VOLUMES);
});

it('[T28] what was changed before it was read stays; what cannot be read is as loud as the game is made', async () => {
	const { open, answers } = setup();
	const { editor } = open();
	const reading = editor.load();
	editor.setMuted(true);
	await reading;
	expect(editor.volumes.muted).toBe(true);
	answers.reads = false;
	const later = open().editor;
	await later.load();
	expect(later.volumes).toEqual(FULL_VOLUMES);
});
