import { expect, it, vi } from 'vitest';
import { branchedProject } from '../../../../tests/helpers/branched-project.ts';
import { firstScene } from '../../../../tests/helpers/studio-device.ts';
import { unwrap } from '#lib/base/result.ts';
import type { Viewport } from '#lib/engine/viewport-port.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { pictureActs } from './picture-acts.ts';

it('[E90] what is locked is not dropped; where all of it is, that is said', async () => {
	const { session, lamp, chair } = await branchedProject();
	await session.history.whenLoaded();
	const scene = firstScene(session);
	const dropped = vi.fn(() => []);
	const said: string[] = [];
	const acts = pictureActs(
		{ scene } as unknown as Workspace,
		{
			notify: ({ text }) => void said.push(text),
			tell: () => true,
			whyNoEdit: () => undefined,
			shortcut: () => '',
		},
		{ dropped } as unknown as Viewport,
	);
	unwrap(scene.setFields([{ entityId: lamp, key: 'locked', value: true }]));
	scene.select([lamp, chair]);
	acts['entity.drop']?.run();
	expect(dropped).toHaveBeenCalledExactlyOnceWith([chair]);
	scene.select([lamp]);
	acts['entity.drop']?.run();
	expect(dropped).toHaveBeenCalledOnce();
	expect(said.at(-1)).toMatch(/is locked/);
});

it('[T8] nothing is dropped while a game shows things elsewhere than they stand', () => {
	const playing = { isOn: true };
	const scene = { selected: ['one'] };
	const acts = pictureActs(
		{ scene, playing } as unknown as Workspace,
		{ notify: () => {}, tell: () => true, whyNoEdit: () => undefined, shortcut: () => '' },
		{} as Viewport,
	);
	expect(acts['entity.drop']?.reason?.()).toMatch(/^Stop playing first/);
	playing.isOn = false;
	expect(acts['entity.drop']?.reason?.()).toBeUndefined();
});
