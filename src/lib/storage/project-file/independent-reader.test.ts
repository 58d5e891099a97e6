import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readIndependently } from '../../../../tests/helpers/independent-reader.ts';
import { PROJECT_FILE_SAMPLES } from '../../../../tests/helpers/project-file-samples.ts';
import { readWhole } from '../../../../tests/helpers/whole-project-file.ts';
import { unwrap } from '../../base/result.ts';

describe('a reader written from the page alone', () => {
	test.each(PROJECT_FILE_SAMPLES)('[F1] reads the same of $name', async ({ bytes }) => {
		const { manifest, contents } = readIndependently(Buffer.from(bytes));
		const ours = unwrap(await readWhole(bytes));
		expect(manifest).toMatchObject({ projectId: ours.projectId, title: ours.title });
		for (const { id, state } of ours.documents) {
			expect(new Uint8Array(contents.get(`documents/${id}.yjs2`)!)).toEqual(state);
		}
		for (const asset of ours.assets) {
			expect(new Uint8Array(contents.get(`assets/${asset.hash}`)!)).toEqual(asset.bytes);
		}
		for (const [hash, state] of ours.more?.history?.states ?? []) {
			expect(new Uint8Array(contents.get(`states/${hash}.yjs2`)!)).toEqual(state);
		}
	});

	test('[F11] shows a version, and [F9] the scene, with nothing but Yjs', () => {
		const sample = PROJECT_FILE_SAMPLES.find(({ name }) => name.endsWith('scene-with-history'))!;
		const { manifest, contents } = readIndependently(Buffer.from(sample.bytes));
		const { main, history } = manifest as {
			main: string;
			history: { versions: { label: string | null; state: string }[] };
		};
		expect(namesIn(contents.get(`documents/${main}.yjs2`)!)).toEqual(['Barrel 1', 'Wall']);
		const named = history.versions.find(({ label }) => label === 'Before the feast')!;
		expect(namesIn(contents.get(`states/${named.state}.yjs2`)!)).toEqual(['Before']);
	});
});

function namesIn(state: Uint8Array): string[] {
	const document = new Y.Doc();
	Y.applyUpdateV2(document, state);
	const entities = document.getMap<Y.Map<unknown>>('entities').toJSON() as Record<string, { name: string }>;
	return Object.values(entities)
		.map(({ name }) => name)
		.sort();
}
