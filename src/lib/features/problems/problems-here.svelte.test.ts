import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { branchedProject } from '../../../../tests/helpers/branched-project.ts';
import { firstScene } from '../../../../tests/helpers/studio-device.ts';
import type { EntityId } from '#lib/base/ids.ts';
import { unwrap, type Result } from '#lib/base/result.ts';
import { findRow } from '#lib/doc/registers.ts';
import { ENTITIES } from '#lib/doc/scene.ts';
import { ProblemsHere } from './problems-here.ts';

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

/** A lamp and a chair in a scene that somebody looks at the problems of. */
async function setup() {
	const { session, lamp, chair } = await branchedProject();
	await session.history.whenLoaded();
	const scene = firstScene(session);
	const problems = session.problems(scene.id);
	if (!problems) throw new Error('expected an open scene');
	const said: string[] = [];
	const focusSelection = vi.fn();
	const here = new ProblemsHere(
		{ scene, problems, focusSelection },
		{
			whyNoEdit: () => (scene.readOnly ? 'read only' : undefined),
			notify: ({ text }) => void said.push(text),
			tell: (result: Result<unknown, { readonly message: string }>) => {
				if (!result.ok) said.push(result.error.message);
				return result.ok;
			},
		},
	);
	const rules = () => here.list.map(({ rule }) => rule).sort();
	stops.push(
		$effect.root(() => {
			$effect(() => void rules());
		}),
	);
	flushSync();
	/** Writes what no command would. */
	const forge = (id: EntityId, key: string, value: unknown) =>
		findRow(scene.scene.document.ydoc, ENTITIES, id)?.set(key, value as never);
	return { session, scene, here, rules, forge, said, focusSelection, lamp, chair };
}

describe('the problems of the scene on screen', () => {
	it('[E110] are listed as they come and go, those that a newer version may have made as well', async () => {
		const { rules, forge, scene, lamp } = await setup();
		forge(lamp, 'material.roughness', 7);
		forge(lamp, 'hologram', true);
		await vi.waitFor(() => expect(rules()).toEqual(['out-of-range', 'unknown-component']));
		unwrap(scene.setFields([{ entityId: lamp, key: 'material.roughness', value: 0.5 }]));
		expect(rules()).toEqual(['unknown-component']);
	});

	it('[E111] lead to what has them', async () => {
		const { here, forge, scene, focusSelection, chair } = await setup();
		forge(chair, 'material.roughness', 7);
		await vi.waitFor(() => expect(here.list).toHaveLength(1));
		here.goTo(here.list[0]!);
		expect(scene.selected).toEqual([chair]);
		expect(focusSelection).toHaveBeenCalledOnce();
	});

	it('[E112] are mended all at once, which one undo takes back; what is left is said', async () => {
		const { session, here, rules, forge, said, lamp, chair } = await setup();
		forge(lamp, 'material.roughness', 7);
		forge(lamp, 'hologram', true);
		forge(chair, 'material.color', 'red');
		await vi.waitFor(() => expect(here.list).toHaveLength(3));
		await here.fixAll();
		expect(rules()).toEqual(['unknown-component']);
		expect(said).toEqual(['2 problems were mended. 1 is left: look at it yourself.']);
		unwrap(session.history.undo());
		expect(here.list).toHaveLength(3);
	});

	it('[E113] are only looked at by who may not edit, and nothing is offered where nothing mends them', async () => {
		const { session, here, forge, said, lamp } = await setup();
		forge(lamp, 'hologram', true);
		await vi.waitFor(() => expect(here.list).toHaveLength(1));
		expect(here.whyNoFix()).toMatch(/mended by itself/);
		await here.fixAll();
		expect(said).toEqual([expect.stringMatching(/nothing here that could be mended/)]);
		vi.spyOn(session, 'canEdit', 'get').mockReturnValue(false);
		forge(lamp, 'material.roughness', 7);
		const wrong = here.list.find(({ rule }) => rule === 'out-of-range');
		await here.fix(wrong!);
		expect(said.at(-1)).toMatch(/not change it/);
		expect(here.list).toHaveLength(2);
	});
});
