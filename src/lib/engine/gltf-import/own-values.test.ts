import { describe, expect, it } from 'vitest';
import { exportToBytes, importFromBytes, makeScene, plainTree } from '../../../../tests/helpers/gltf-rig.ts';
import { bend, type Bendable } from '../../../../tests/helpers/made-gltf.ts';

describe('extras in a file of ours', () => {
	const box = { name: 'Box', values: { mesh: true, material: true, 'material.color': '#ff0000' } };

	async function bent(change: (json: Bendable) => void) {
		const { bytes } = await exportToBytes(makeScene([box]).snapshot);
		return importFromBytes(bend(bytes, change));
	}
	const own = (json: Bendable) => json.nodes[0].extras.rastudios;

	it('[G9] pass the rules of any edit; what does not is left out and told', async () => {
		const { scene, tree } = await bent((json: Bendable) => {
			own(json).values = {
				mesh: true,
				'mesh.geometry': 'teapot',
				'mesh.castShadow': false,
				'light.intensity': 5,
				camera: 'yes',
				prefab: true,
				'prefab.source': 'x'.repeat(22),
				position: [9, 9, 9],
				'plugin.field': { deep: [1] },
				['__proto__']: 1,
				constructor: true,
				'note.text': 'x'.repeat(1e6),
				'material.colorMap': 'ab'.repeat(32),
				visible: false,
			};
		});
		expect(plainTree(scene.snapshot)).toEqual([
			{ name: 'Box', values: { mesh: true, 'mesh.castShadow': false, visible: false }, children: [] },
		]);
		expect(tree.notes).toMatchObject([{ kind: 'left-out', names: ['Box'] }]);
	});

	it('[G9] may be anything at all', async () => {
		for (const nonsense of [null, 1, 'x', [], [[]], { values: [] }, { values: 1, id: {}, references: 7 }]) {
			const { scene } = await bent((json: Bendable) => {
				json.nodes[0].extras = { rastudios: nonsense };
			});
			expect(scene.snapshot.entities.size).toBe(1);
		}
	});

	it('[G9] refer to entities of the file alone', async () => {
		const joint = { ...box, values: { joint: true } };
		const { bytes } = await exportToBytes(makeScene([joint, box]).snapshot);
		const { scene, tree } = await importFromBytes(
			bend(bytes, (json: Bendable) => {
				own(json).references = { 'joint.target': 'nobody', 'light.intensity': 'b', constructor: 'b' };
				json.nodes[1].extras.rastudios.id = 'b';
			}),
		);
		expect([...scene.snapshot.entities.values()].map(({ values }) => values['joint.target'])).toEqual([
			undefined,
			undefined,
		]);
		expect(tree.notes).toMatchObject([{ kind: 'reference', count: 3 }]);
	});

	it('[G9] count for what glTF cannot say only, once another program wrote the file again', async () => {
		const { scene, tree } = await bent((json: Bendable) => {
			json.asset.generator = 'Khronos glTF Blender I/O v4';
			own(json).values['audio'] = true;
		});
		const [entity] = plainTree(scene.snapshot);
		expect(entity!.values).toEqual({
			audio: true,
			mesh: true,
			'mesh.geometry': 'model',
			'mesh.model': tree.model!.hash,
			'mesh.part': 'mesh/0',
		});
	});
});
