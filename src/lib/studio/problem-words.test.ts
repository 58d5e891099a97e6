import { expect, it } from 'vitest';
import { mintDocumentId, mintEntityId } from '../base/ids.ts';
import { MODEL, ProblemRig } from '../../../tests/helpers/problem-rig.ts';
import { COMPONENT_NAMES, declaredFields } from '../doc/components/registry.ts';
import { listPrefabProblems } from '../doc/problems/prefab-problems.ts';
import type { PrefabRule } from '../doc/prefabs/prefab-problem.ts';
import { problemWords } from './problem-words.ts';

const FIELDS = COMPONENT_NAMES.filter((name) => name !== 'prefab').flatMap(declaredFields);

it.each(FIELDS.map(({ key, field }) => [key, field] as const))(
	'[D6] %s: what cannot be is said by name, by field, with what stands there and what should',
	(key, field) => {
		const rig = new ProblemRig();
		rig.forge(key, { no: 'value' });
		const said = problemWords(rig.only);
		expect(said).toMatch(/^“Box”: .+ must .+, but is .+no.+value.+\./);
		expect(said).toContain(field.label);
	},
);

it.each([
	['name', '  ', /must be text without space/],
	['removed', 'yes', /must be a day/],
	['place', 'nowhere', /must be a parent/],
	['light', 7, /can only be there or not, but is 7/],
	['hologram', true, /“hologram”, a component that is unknown here.*kept/],
	['light.warmth', 3, /light\.warmth is unknown here, but it is 3.*kept/],
	['material.colorMap', MODEL, /names “chair\.glb”, which is a model/],
	['material.colorMap', 'f'.repeat(64), /names .+, which is not here/],
])('[D6] %s = %o is said', (key, value, words) => {
	const rig = new ProblemRig();
	rig.forge(key, value);
	expect(problemWords(rig.only)).toMatch(words);
});

it('[D6] says where something is shown that says it is elsewhere, and what a component left behind', () => {
	const rig = new ProblemRig();
	rig.forge('place', [mintEntityId(), 'a0', null]);
	expect(problemWords(rig.only)).toMatch(/lies in something that was deleted\. It is shown at the root\./);
	const other = new ProblemRig();
	other.rowOf(other.box)?.delete('light');
	other.forge('light.intensity', 3);
	expect(problemWords(other.only)).toMatch(/has no Light, but says Intensity = 3/);
});

it('[D6] says what is wrong with prefabs, by their title where they have one', () => {
	const { scene, project, box } = new ProblemRig();
	const rules: readonly PrefabRule[] = ['cycle', 'too-deep', 'too-large', 'dangling', 'invalid'];
	const said = rules.map((rule) => {
		const problem = { rule, instanceId: box, at: box, documentId: mintDocumentId(), key: null };
		return listPrefabProblems(scene.snapshot, [problem], project.snapshot).map(problemWords).join('');
	});
	expect(new Set(said).size).toBe(rules.length);
	for (const each of said) expect(each).toMatch(/^“Box” .*a prefab.*\.$/);
});
