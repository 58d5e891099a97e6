import { afterEach, describe, expect, it, vi } from 'vitest';
import { flushSync } from 'svelte';
import { branchedProject } from '../../../tests/helpers/branched-project.ts';
import { firstScene } from '../../../tests/helpers/studio-device.ts';
import { applyFix } from '../doc/problems/apply-fix.ts';
import { listPrefabProblems } from '../doc/problems/prefab-problems.ts';
import { ProblemsReader } from '../doc/problems/problems-reader.ts';
import { findRow } from '../doc/registers.ts';
import { ENTITIES } from '../doc/scene.ts';
import { ProjectDocument } from '../doc/project.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { mintDocumentId } from '../base/ids.ts';
import { SceneProblems } from './scene-problems.svelte.ts';

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

/** A lamp that is too bright, in a scene whose problems somebody looks at; offline, as long as `line.gone`. */
async function setup() {
	const { session, lamp } = await branchedProject();
	const scene = firstScene(session);
	findRow(scene.scene.document.ydoc, ENTITIES, lamp)?.set('material.roughness', 7);
	const line = { gone: true };
	const part = <T>(loaded: T) =>
		line.gone ? Promise.reject(new TypeError('offline')) : Promise.resolve(loaded);
	const project = new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));
	const problems = new SceneProblems(scene, project, {
		reader: () => part({ ProblemsReader, findProblems: () => [] }),
		prefabs: () => part({ listPrefabProblems }),
		fix: () => part({ applyFix }),
	});
	const seen: string[] = [];
	stops.push(
		$effect.root(() => {
			$effect(() => void seen.push(`${problems.state} ${problems.list.length}`));
		}),
	);
	flushSync();
	return { problems, line, seen };
}

describe('the problems of a scene whose code is not on the device', () => {
	it('[E110] are not called none: that they are missing is said, and they are looked for again', async () => {
		const { problems, line, seen } = await setup();
		await vi.waitFor(() => expect(problems.state).toBe('missing'));
		flushSync();
		line.gone = false;
		problems.retry();
		await vi.waitFor(() => expect(problems.state).toBe('read'));
		flushSync();
		expect(seen[0]).toBe('reading 0');
		expect(seen).toContain('missing 0');
		expect(seen.at(-1)).toBe('read 1');
	});

	it('[E112] are not mended, which is said', async () => {
		const { problems, line } = await setup();
		expect(await problems.fix([])).toMatchObject({
			ok: false,
			error: { message: expect.stringMatching(/could not be loaded/) },
		});
		line.gone = false;
		expect(await problems.fix([])).toMatchObject({ ok: false, error: { reason: 'nothing-to-do' } });
	});
});
